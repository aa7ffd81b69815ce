import Xen

extension BackEndDevice {
    /// The state of a device whose two ends are connected, XenbusStateConnected of xen/io/xenbus.h.
    private static let connected = 4
    /// A ring of one page holds so many requests; one of 2^n pages so many times 2^n.
    private static let entriesOfPage = 32
    /// The largest ring that any back end offers is 2^4 pages, and 64 rings are more than any has.
    private static let largestOrder = 4
    private static let mostRings = 64

    /// Asks the store about a device.
    ///
    /// What the guest says of it is believed only within what the serving end offers.
    ///
    /// - Returns: nil while it is not connected, or is gone.
    static func read(_ key: Key, from store: some Store) throws(StoreError) -> BackEndDevice? {
        func number(_ path: StorePath) throws(StoreError) -> Int? {
            try store.readIfPresent(path).flatMap { KiB(parsing: $0)?.count }
        }
        guard try number(key.path.appending("state")) == connected else { return nil }
        let offered = try number(key.path.appending("multi-queue-max-queues")) ?? 1
        let order = min(try number(key.path.appending("max-ring-page-order")) ?? 0, largestOrder)
        let rings = try number(key.guestPath.appending("multi-queue-num-queues")) ?? 1
        let taken = try number(key.guestPath.appending("ring-page-order")) ?? 0
        let offersPersistence = try number(key.path.appending("feature-persistent")) == 1
        let wantsPersistence = try number(key.guestPath.appending("feature-persistent")) == 1
        return BackEndDevice(
            rings: rings.clamped(to: 1...max(1, min(offered, mostRings))),
            entries: entriesOfPage << taken.clamped(to: 0...max(0, order)),
            isPersistent: offersPersistence && wantsPersistence
        )
    }
}

extension Int {
    fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
