import Ballooning
import Xen

/// Qubes' qmemman: a domain prefers 1.3 times what it uses, and what there is beyond is split in proportion to that.
/// Written from the formulas and constants of its algorithm.
public struct QmemmanPolicy: BalancingPolicy {
    /// Its name in tables.
    public let name = "qmemman"
    /// Its guests run meminfo-writer.
    public let reporter: GuestReporter.Kind? = .qubes

    private static let leftFree = Pages.mib(50)
    private static let leastFree = Pages.mib(25)
    private static let leastPreference = Pages.mib(200)
    private static let leastTransfer = Pages.mib(150)
    private static let leastChangeBelowPreference = Pages.mib(15)
    /// What it writes as target lies below what it wants by that much.
    private static let fudge = Pages.mib(16)

    private var lastTargets: [DomainID: Pages] = [:]
    /// Rounds of a tenth of a second that it has waited for donors.
    private var waited = 0

    /// Makes the policy.
    public init() {}

    /// One domain as the algorithm sees it.
    private struct Member {
        var domain: DomainSnapshot
        var preference: Pages
        var actual: Pages
        var largest: Pages
    }

    /// Balances on a new report, donors before acceptors.
    public mutating func decide(_ view: borrowing PolicyView, into round: inout PolicyRound) {
        round.waitsForReports = true
        round.pauseMilliseconds = 60_000
        let members = members(view)
        guard !members.isEmpty else { return }
        let free = freeMemory(view.snapshot) - view.wanted
        // A start is served before anybody prefers anything: everybody gives in proportion.
        let requests =
            view.wanted > .zero ? give(view.wanted - freeMemory(view.snapshot), members) : assign(members, free: free)
        if view.wanted > .zero { round.pauseMilliseconds = 100 }
        guard view.wanted > .zero || isSignificant(requests, members, free: free) else {
            waited = 0
            return
        }
        var donates = false
        for (member, wanted) in zip(members, requests) where wanted < member.actual {
            donates = set(member.domain, to: wanted, &round) || donates
        }
        // Acceptors wait until the donors have given, five tenths of a second at most; then the pass is given up.
        let needed = zip(members, requests).reduce(Pages.zero) { $0 + max(.zero, $1.1 - $1.0.actual) }
        guard needed > .zero else { return }
        let there = view.snapshot.memory.free - promised(view.snapshot)
        guard !donates, there >= needed + Self.leastFree || waited >= 5 else {
            waited += 1
            round.pauseMilliseconds = 100
            return
        }
        waited = 0
        var left = there - Self.leastFree
        for (member, wanted) in zip(members, requests) where wanted > member.actual {
            let given = min(wanted - member.actual, max(.zero, left))
            guard given > .zero else { break }
            left -= given
            _ = set(member.domain, to: member.actual + given, &round)
        }
    }

    private func members(_ view: borrowing PolicyView) -> [Member] {
        let host = view.host
        return view.snapshot.domains.compactMap { domain in
            guard domain.isBalanced, let report = domain.report else { return nil }
            // The node itself: Ballast's view of it ends at what the guest has.
            let node = host.index(of: domain.info.id).flatMap { host.domains[$0].reporter.used }
            let used = node.map { Pages(ceiling: $0) } ?? report.total - report.free
            let largest = domain.largest
            return Member(
                domain: domain,
                preference: max(min(Pages(used.count * 13 / 10), largest), min(Self.leastPreference, largest)),
                actual: max(domain.info.current, lastTargets[domain.info.id] ?? .zero),
                largest: largest
            )
        }
    }

    private func promised(_ snapshot: HostSnapshot) -> Pages {
        snapshot.domains.reduce(Pages.zero) {
            $0 + max(.zero, (lastTargets[$1.info.id] ?? .zero) - $1.info.current)
        }
    }

    private func freeMemory(_ snapshot: HostSnapshot) -> Pages {
        let free = Pages(Int(Double(snapshot.memory.free.count) / 1.00781))
        return free - promised(snapshot) - Self.leftFree
    }

    private func assign(_ members: [Member], free: Pages) -> [Pages] {
        let needed = members.reduce(Pages.zero) { $0 + ($1.preference - $1.actual) }
        let available = free - needed
        let preferences = members.reduce(Pages.zero) { $0 + $1.preference }
        if available > .zero { return spread(available, members) }
        let donated = members.reduce(free) { $0 + max(.zero, $1.actual - $1.preference) }
        guard donated >= .mib(10) else { return members.map(\.actual) }
        let short = members.filter { $0.preference > $0.actual }.reduce(Pages.zero) { $0 + $1.preference }
        return members.map { member in
            guard member.preference > member.actual else { return member.preference }
            guard short > .zero, preferences > .zero else { return member.actual }
            let share = Double(member.preference.count) / Double(short.count) * Double(donated.count)
            return min(member.actual + Pages(Int(0.999 * share)), member.preference)
        }
    }

    /// Takes what a start needs from everybody down to what they prefer, in proportion to what is above.
    private func give(_ needed: Pages, _ members: [Member]) -> [Pages] {
        let spare = members.reduce(Pages.zero) { $0 + max(.zero, $1.actual - $1.preference) }
        guard needed > .zero, spare > .zero else { return members.map(\.actual) }
        let part = min(1, 1.05 * Double(needed.count) / Double(spare.count))
        return members.map { member in
            member.actual - Pages(Int(part * Double(max(.zero, member.actual - member.preference).count)))
        }
    }

    private func spread(_ available: Pages, _ members: [Member]) -> [Pages] {
        var given = members.map(\.preference)
        var left = available
        var open = Set(members.indices)
        while left > .mib(1), !open.isEmpty {
            let preferences = open.reduce(0) { $0 + members[$1].preference.count }
            guard preferences > 0 else { break }
            let round = left
            for index in open.sorted() {
                let part = Double(members[index].preference.count) / Double(preferences)
                let more = min(Pages(Int(0.999 * part * Double(round.count))), members[index].largest - given[index])
                given[index] += more
                left -= more
                if given[index] >= members[index].largest { open.remove(index) }
            }
            if round - left < .mib(1) { break }
        }
        return given
    }

    private func isSignificant(_ requests: [Pages], _ members: [Member], free: Pages) -> Bool {
        if free + Self.leftFree < .mib(35) { return true }
        var transfer = Pages.zero
        for (request, member) in zip(requests, members) {
            let change = request > member.actual ? request - member.actual : member.actual - request
            transfer += change
            if member.actual < member.preference, change > Self.leastChangeBelowPreference { return true }
        }
        return transfer > Self.leastTransfer
    }

    private mutating func set(_ domain: DomainSnapshot, to wanted: Pages, _ round: inout PolicyRound) -> Bool {
        guard lastTargets[domain.info.id] != wanted else { return false }
        lastTargets[domain.info.id] = wanted
        round.set(domain, to: max(.mib(32), wanted - Self.fudge), slack: Self.fudge + .mib(1))
        return true
    }
}
