import Xen

/// The Xen release whose xenstored is played, where they differ.
public enum XenVersion: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Xen 4.17, as in Debian 12.
    case v4_17 = "4.17"
    /// Xen 4.18.
    case v4_18 = "4.18"
    /// Xen 4.19.
    case v4_19 = "4.19"
    /// Xen 4.20, as in Debian 13.
    case v4_20 = "4.20"
    /// Xen 4.21, which brought GET_FEATURE and SET_FEATURE.
    case v4_21 = "4.21"
    /// Xen 4.22, which brought GET_QUOTA, SET_QUOTA and watches of limited depth.
    case v4_22 = "4.22"

    /// The newest.
    public static let latest = XenVersion.v4_22

    /// Whether `left` was released before `right`.
    public static func < (left: XenVersion, right: XenVersion) -> Bool {
        left.rawValue < right.rawValue
    }

    /// Whether this release's daemon has a handler for the request.
    func knows(_ operation: WireOperation) -> Bool {
        switch operation {
        case .watchEvent, .error: false
        case .getFeature, .setFeature: self >= .v4_21
        case .getQuota, .setQuota: self >= .v4_22
        // Number 20 was RESTRICT.
        default: operation.rawValue <= WireOperation.directoryPart.rawValue && operation.rawValue != 20
        }
    }
}
