import Ballooning
import Xen

/// The reservations in xenstore, `/tool/ballast/reservations`: asked there, answered there, and kept there alone, so
/// that an agent that was killed loses none.
struct ReservationTree {
    /// What is known of them, in the order in which they came.
    var entries: [ReservationEntry] = []
    /// Values that are not in force, a sentence each, by their path below the root of the errors.
    var refusals: [String: String] = [:]

    var unread = UnreadNodes(root: Self.root)
    /// Reservations that are to be read, a bounded number in each turn.
    var pending: Set<String> = []
    /// Whether there are more in the store than are looked at.
    var isOverfull = false
    var lastNumber = 0

    /// The token of the watch.
    static let token = "reservations"

    static let root = AgentTree.reservations
    /// So many are looked at; the others wait until some of these have gone.
    static let most = 256

    /// Sets the watch.
    static func watch(on store: some Store) throws(StoreError) {
        try store.watch(root, token: token)
    }

    /// Marks what an event says has changed. The agent's own answers are no news.
    mutating func note(_ event: WatchEvent) {
        let parts = unread.path(of: event).split(separator: "/", maxSplits: 1)
        if parts.count == 2, ReservationEntry.AnswerKey(rawValue: String(parts[1])) != nil { return }
        unread.insert(parts.first ?? "")
    }

    /// Forgets what was published, as after a lost connection: everything is read again, and answered again.
    mutating func forget() {
        unread.insertAll()
        for index in entries.indices { entries[index].published = [:] }
    }

    /// Whether nothing waits to be read.
    var isFullyRead: Bool {
        unread.isEmpty && pending.isEmpty
    }

    /// Replaces the reservations of `snapshot` by those that the policy has to know of; its storage is reused.
    mutating func fill(_ snapshot: inout HostSnapshot, from inventory: Inventory, wallSeconds: Int64) {
        snapshot.reservations.removeAll(keepingCapacity: true)
        for index in entries.indices where entries[index].isLive {
            entries[index].meetPredecessor(in: inventory)
            var reservation = entries[index].reservation
            reservation.beneficiary = entries[index].beneficiary(in: inventory)
            // The calendar may be set, so that what is left of a lifetime is worked out anew each time.
            reservation.expires = entries[index].request?.expires.map { snapshot.now + .seconds($0 - wallSeconds) }
            snapshot.reservations.append(reservation)
        }
    }

    /// Takes the policy's answers. Returns the entries that are answered otherwise than before.
    mutating func take(_ answers: [ReservationAnswer], naming: (DomainID) -> String) -> [ReservationEntry] {
        var changed: [ReservationEntry] = []
        for answer in answers {
            guard let index = entries.firstIndex(where: { $0.reservation.id == answer.id }) else { continue }
            let before = entries[index].answer[.state]
            entries[index].take(answer, naming: naming)
            if entries[index].answer[.state] != before { changed.append(entries[index]) }
        }
        return changed
    }
}

extension HostSnapshot {
    /// When the first reservation lapses, nil if none does.
    var nextExpiry: Instant? {
        reservations.lazy.compactMap(\.expires).min()
    }
}
