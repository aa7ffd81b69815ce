import Xen

/// What somebody asks for below `/tool/ballast/reservations/<id>`.
struct ReservationRequest: Equatable {
    /// The least that is of use.
    var minimum: Pages
    /// The most that is wanted; at least ``minimum``.
    var maximum: Pages
    /// The uuid or the name of the domain that it is for.
    var beneficiary: String?
    /// When it lapses, in seconds since 1970.
    var expires: Int64?

    /// The nodes that the asker writes.
    enum Key: String, CaseIterable {
        /// The least that is of use, KiB.
        case minimum = "min"
        /// The most that is wanted, KiB.
        case maximum = "max"
        /// The uuid or the name of the domain.
        case beneficiary = "for"
        /// When it lapses.
        case expires = "expires"
    }

    /// Takes in what was written.
    ///
    /// - Throws: which value cannot be used, and what could be.
    init(_ values: [Key: String]) throws(SettingRefusal) {
        let minimum = try Self.size(values[.minimum] ?? "", of: .minimum, from: 1)
        self.minimum = Pages(ceiling: minimum)
        maximum = self.minimum
        if let text = values[.maximum] {
            maximum = Pages(ceiling: try Self.size(text, of: .maximum, from: minimum.count))
        }
        if let text = values[.beneficiary] {
            guard !text.isEmpty, text.utf8.count <= Self.longestName else {
                throw Self.refusal(
                    .beneficiary,
                    text,
                    "a domain's uuid, or its name of at most \(Self.longestName) bytes"
                )
            }
            beneficiary = text
        }
        if let text = values[.expires] {
            guard let seconds = WallTime.seconds(parsing: text) else {
                throw Self.refusal(.expires, text, WallTime.allowed)
            }
            expires = seconds
        }
    }

    private static func size(_ text: String, of key: Key, from least: Int) throws(SettingRefusal) -> KiB {
        guard let size = KiB(parsing: Array(text.utf8)), size.count >= least else {
            throw refusal(key, text, "a number of KiB from \(least) on")
        }
        return size
    }

    private static func refusal(_ key: Key, _ value: String, _ allowed: String) -> SettingRefusal {
        SettingRefusal(key: key.rawValue, value: value, allowed: allowed)
    }

    /// The longest name that is compared; libxl's own are far shorter.
    private static let longestName = 128

    /// Whether a node's name may name a reservation.
    static func isName(_ name: String) -> Bool {
        1...64 ~= name.utf8.count
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
