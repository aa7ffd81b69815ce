import Ballooning
import Xen

extension ReservationTree {
    /// Reads what has changed, as far as one turn goes: balancing goes on between two turns.
    ///
    /// - Returns: whether the next plan may come out differently.
    mutating func readChanges(from store: some Store, at now: Instant) throws(StoreError) -> Bool {
        guard !isFullyRead else { return false }
        var hasChanged = false
        if unread.isAll {
            hasChanged = try list(store)
        } else {
            pending.formUnion(unread.paths)
        }
        unread.clear()
        for name in pending.sorted(by: Self.isBefore).prefix(Self.mostPerTurn) {
            if try read(name, from: store, at: now) { hasChanged = true }
            pending.remove(name)
        }
        return hasChanged
    }

    private static let mostPerTurn = 64

    /// Shorter names first, so that numbers stand in their order.
    private static func isBefore(_ lhs: String, _ rhs: String) -> Bool {
        (lhs.utf8.count, lhs) < (rhs.utf8.count, rhs)
    }

    /// Finds out which reservations there are. Returns whether one has gone.
    private mutating func list(_ store: some Store) throws(StoreError) -> Bool {
        let present = Set(try store.directoryIfPresent(Self.root))
        let before = entries.count
        for name in entries.map(\.name) where !present.contains(name) { drop(name) }
        let known = Set(entries.map(\.name))
        let new = present.subtracting(known).sorted(by: Self.isBefore)
        pending = known.union(new.prefix(max(0, Self.most - known.count)))
        isOverfull = present.count > Self.most
        refusals[Self.excess] =
            isOverfull ? "\(present.count) reservations are in the store, only \(Self.most) are looked at" : nil
        return entries.count != before
    }

    /// Reads one reservation. Returns whether the policy has to know.
    private mutating func read(
        _ name: String,
        from store: some Store,
        at now: Instant
    ) throws(StoreError) -> Bool {
        let node = Self.root.appending(name)
        guard try store.readIfPresent(node) != nil else { return drop(name) }
        guard let index = entries.firstIndex(where: { $0.name == name }) else {
            guard entries.count < Self.most else {
                isOverfull = true
                unread.insertAll()
                return false
            }
            lastNumber += 1
            var entry = ReservationEntry(name: name, number: lastNumber, at: now)
            let request = Self.request(name, try Self.values(of: node, in: store))
            entry.inherit(try Self.values(of: node, in: store), try? request.get())
            take(request, for: &entry, at: now)
            entries.append(entry)
            return true
        }
        var entry = entries[index]
        take(Self.request(name, try Self.values(of: node, in: store)), for: &entry, at: now)
        defer { entries[index] = entry }
        return entry.request != entries[index].request || entry.reservation != entries[index].reservation
    }

    private static func values<Key: RawRepresentable<String> & CaseIterable & Hashable>(
        of node: StorePath,
        in store: some Store
    ) throws(StoreError) -> [Key: String] {
        var values: [Key: String] = [:]
        for key in Key.allCases {
            values[key] = try store.readIfPresent(node.appending(key.rawValue)).map {
                String(decoding: $0, as: UTF8.self)
            }
        }
        return values
    }

    private static func request(
        _ name: String,
        _ values: [ReservationRequest.Key: String]
    ) -> Result<ReservationRequest, SettingRefusal> {
        guard ReservationRequest.isName(name) else {
            return .failure(SettingRefusal(key: "id", value: name, allowed: "1 to 64 letters, digits, - and _"))
        }
        return Result { () throws(SettingRefusal) in try ReservationRequest(values) }
    }

    private mutating func take(
        _ request: Result<ReservationRequest, SettingRefusal>,
        for entry: inout ReservationEntry,
        at now: Instant
    ) {
        refusals[Self.error(entry.name)] = nil
        switch request {
        case .success(let request):
            entry.take(request, at: now)
        case .failure(let refusal) where entry.reservation.state == .granted:
            // Memory that was granted is not taken away for a typing mistake.
            refusals[Self.error(entry.name)] = "\(refusal)"
        case .failure(let refusal):
            entry.refuse(refusal)
        }
    }

    /// Forgets a reservation that is no longer in the store. Returns whether it was known.
    @discardableResult
    private mutating func drop(_ name: String) -> Bool {
        refusals[Self.error(name)] = nil
        // There is room for one that was not looked at so far.
        if isOverfull { unread.insertAll() }
        guard let index = entries.firstIndex(where: { $0.name == name }) else { return false }
        entries.remove(at: index)
        return true
    }

    private static func error(_ name: String) -> String {
        "\(token)/\(name)"
    }

    private static let excess = "too-many-\(token)"
}
