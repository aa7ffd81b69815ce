public import Xen

/// A guest's call for memory before its next report: it stalls now. Untrusted like its reports.
public struct UrgentNeed: Sendable, Hashable, Codable {
    /// How much more than it has the guest wants. It never asks for more than its balloon holds; if it does, the
    /// ceiling cuts it.
    public var need: Pages
    /// When the call came in; a later instant is a new call.
    public var received: Instant

    /// Makes a call.
    public init(need: Pages, received: Instant) {
        self.need = need
        self.received = received
    }
}
