/// The administrator's word that a domain stays where it is, as it stands below `/tool/ballast/hold`.
struct Pin: Sendable, Equatable {
    /// When it ends, in seconds since 1970; nil if it stays until it is taken back.
    var until: Int64?

    /// Whether it holds at that time.
    func isInForce(at wallSeconds: Int64) -> Bool {
        until.map { wallSeconds < $0 } ?? true
    }
}
