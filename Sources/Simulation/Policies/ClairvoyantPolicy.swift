import Ballooning
import Xen

/// The bound: a policy that knows what every workload wants now and in the next seconds, and moves memory before it is
/// wanted. What is wanted now comes before what will be. Where there is not enough it lets everybody miss the same number
/// of pages, which is the same stall.
public struct ClairvoyantPolicy: BalancingPolicy {
    /// Its name in tables.
    public let name = "clairvoyant"

    /// How far it looks ahead, in seconds.
    private static let foresight = 10

    /// Makes the policy.
    public init() {}

    /// One guest as it is known.
    private struct Member {
        var domain: DomainSnapshot
        var floor: Pages
        /// What is wanted within a second.
        var need: Pages
        /// What is wanted within the foresight.
        var soon: Pages
        /// The same with all cold pages in memory.
        var wish: Pages
        var size = Pages.zero
    }

    /// Gives everybody what it is going to need, donors first.
    public mutating func decide(_ view: borrowing PolicyView, into round: inout PolicyRound) {
        round.pauseMilliseconds = 500
        round.waitsForMemory = true
        var members = members(view)
        guard !members.isEmpty else { return }
        let memory = view.snapshot.memory
        // The reserve is the administrator's wish and no decision: it is the same for the bound as for Ballast.
        let kept = HostSettings.defaultReserve(of: memory.total) + view.wanted
        let all = members.reduce(memory.free + memory.scrubbing - kept) {
            $0 + $1.domain.info.current
        }
        divide(all, &members)
        for member in members where member.size < member.domain.info.current {
            // A step that the guest can follow without swapping what it still wants.
            let step = max(Pages.mib(8), member.domain.info.current / 32)
            set(member, to: max(member.size, member.domain.info.current - step), &round)
        }
        var room = memory.free - kept
        for member in members where member.size < member.domain.info.current {
            room -= max(.zero, member.domain.info.maximum - member.domain.info.current)
        }
        for member in members.sorted(by: { $0.need - $0.domain.info.current > $1.need - $1.domain.info.current })
        where member.size >= member.domain.info.current {
            let given = min(member.size - member.domain.info.current, max(.zero, room))
            room -= given
            set(member, to: member.domain.info.current + given, &round)
        }
    }

    private func set(_ member: Member, to size: Pages, _ round: inout PolicyRound) {
        let offset = member.domain.knownOffset ?? .zero
        round.set(member.domain, to: size - offset, slack: .zero)
    }

    private func members(_ view: borrowing PolicyView) -> [Member] {
        let now = view.host.microseconds
        var members: [Member] = []
        for (domain, model) in zip(view.snapshot.domains, view.host.domains) where domain.isBalanced {
            guard model.isRunning else { continue }
            var need = Pages.zero
            var soon = Pages.zero
            var wish = Pages.zero
            for seconds in 0...Self.foresight {
                let moment = now + seconds * second
                let demand = model.spec.workload.demand(at: moment, age: moment - model.born)
                let swapped = model.guest.swap.footprint(of: demand.cold)
                soon = max(soon, model.need(for: demand) + swapped)
                if seconds <= 1 { need = soon }
                wish = max(wish, model.need(for: demand) + demand.cold)
            }
            let offset = domain.knownOffset ?? .zero
            let largest = domain.largest + offset
            members.append(
                Member(
                    domain: domain,
                    floor: min(domain.smallest + offset, largest),
                    need: need.clamped(to: min(domain.smallest + offset, largest)...largest),
                    soon: soon.clamped(to: min(domain.smallest + offset, largest)...largest),
                    wish: wish.clamped(to: min(domain.smallest + offset, largest)...largest)
                )
            )
        }
        return members
    }

    private func divide(_ all: Pages, _ members: inout [Member]) {
        let needs = members.reduce(Pages.zero) { $0 + $1.need }
        if needs > all {
            share(needs - all, &members)
            return
        }
        for index in members.indices { members[index].size = members[index].need }
        var left = all - needs
        fill(\.soon, &left, &members)
        fill(\.wish, &left, &members)
        for index in members.indices { members[index].wish = members[index].domain.largest }
        fill(\.wish, &left, &members)
    }

    /// Raises everybody by the same amount until `limit` or the end of what is left.
    private func fill(_ limit: KeyPath<Member, Pages>, _ left: inout Pages, _ members: inout [Member]) {
        var open = members.indices.filter { members[$0].size < members[$0][keyPath: limit] }
        while !open.isEmpty, left > Pages(open.count) {
            let part = left / open.count
            for index in open {
                let more = min(part, members[index][keyPath: limit] - members[index].size)
                members[index].size += more
                left -= more
            }
            open.removeAll { members[$0].size >= members[$0][keyPath: limit] }
        }
    }

    /// Lets everybody miss the same number of pages, but nobody goes below their floor.
    private func share(_ shortage: Pages, _ members: inout [Member]) {
        for index in members.indices { members[index].size = members[index].need }
        var open = Array(members.indices)
        var missing = shortage
        while missing > .zero, !open.isEmpty {
            let part = max(Pages(1), missing / open.count)
            for index in open where missing > .zero {
                let less = min(part, members[index].size - members[index].floor, missing)
                members[index].size -= less
                missing -= less
            }
            open.removeAll { members[$0].size <= members[$0].floor }
        }
    }
}
