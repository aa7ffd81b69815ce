import Ballooning
import Xen

extension Inventory {
    private static let tokenPrefix = "domain/"

    /// The token of a domain's watches: its number, which the event brings back.
    private static func token(of id: DomainID) -> String {
        "\(tokenPrefix)\(id)"
    }

    /// The domain whose watch has fired, nil if the token is of another kind.
    static func domain(ofToken token: String) -> DomainID? {
        DomainID(token: token, prefix: tokenPrefix)
    }

    /// Sets a domain's watches; the event that each fires at once leads to the first reading.
    static func watch(_ id: DomainID, on store: some Store) throws(StoreError) {
        for path in DomainNode.watched {
            try store.watch(StorePath.domain(id).appending(path), token: token(of: id))
        }
    }

    /// Takes a domain's watches back.
    static func unwatch(_ id: DomainID, on store: some Store) throws(StoreError) {
        for path in DomainNode.watched {
            try unwatch(path, of: id, on: store)
        }
    }

    /// Takes the watches back on which a guest can make noise. `memory` is one of them where the guest writes
    /// `memory/meminfo`; a target that is set by hand meanwhile is found when it is to be overwritten.
    static func mute(_ id: DomainID, on store: some Store) throws(StoreError) {
        for path in DomainNode.noisy { try unwatch(path, of: id, on: store) }
    }

    /// Sets the watches again that ``mute(_:on:)`` took back.
    static func unmute(_ id: DomainID, on store: some Store) throws(StoreError) {
        for path in DomainNode.noisy { try store.watch(StorePath.domain(id).appending(path), token: token(of: id)) }
    }

    private static func unwatch(_ path: String, of id: DomainID, on store: some Store) throws(StoreError) {
        do {
            try store.unwatch(StorePath.domain(id).appending(path), token: token(of: id))
        } catch {
            // A watch that is not there needs no taking back.
            guard error.code == .noEntry else { throw error }
        }
    }

    /// Marks what a batch of events says has changed.
    ///
    /// - Returns: the guests that have said too much and are to be muted.
    mutating func note(_ events: [WatchEvent], at now: Instant) -> [DomainID] {
        var noisy: [DomainID] = []
        for event in events {
            guard let id = Self.domain(ofToken: event.token) else { continue }
            let nodes = DomainNode.touched(by: StorePath.domain(id).rest(of: event.path))
            update(id) { record in
                record.unread.formUnion(nodes)
                guard nodes.mayBeGuestNoise else { return }
                guard !record.events.spend(1, at: now) else { return }
                record.isUnpublished = true
                noisy.append(id)
            }
        }
        return noisy
    }
}

extension Inventory {
    /// When the first muted guest is to be heard again.
    var nextUnmute: Instant {
        var next = Instant.distantFuture
        for index in marks.indices where marks[index].isMuted {
            next = min(next, records[index].events.mutedUntil ?? next)
        }
        return next
    }

    /// Ends the muting of those guests whose time has passed, and returns them.
    mutating func unmuteGuests(at now: Instant) -> [DomainID] {
        var heard: [DomainID] = []
        for index in marks.indices where marks[index].isMuted {
            update(at: index) { record in
                guard record.events.unmute(at: now) else { return }
                record.isUnpublished = true
                heard.append(record.info.id)
            }
        }
        return heard
    }

    /// Whether no node waits to be read.
    var isFullyRead: Bool {
        marks.allSatisfy(\.unread.isEmpty)
    }
}
