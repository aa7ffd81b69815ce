import Ballooning
import Xen

/// Proxmox' automatic ballooning: the host is to be 80 % full; what is beyond or short of it is spread over the guests
/// by shares, at most 100 MB for each guest every ten seconds. Written from the rules that its test describes.
public struct ProxmoxPolicy: BalancingPolicy {
    /// Its name in tables.
    public let name = "Proxmox"

    private static let deadBand = Pages.mib(10)
    private static let largestChange = Pages(100_000_000 / 4096)

    /// Makes the policy.
    public init() {}

    /// One guest as the algorithm sees it.
    private struct Member {
        var domain: DomainSnapshot
        var size: Pages
        var next: Pages
        var isComfortable: Bool
    }

    /// Spreads what the host has to give or to take.
    public mutating func decide(_ view: borrowing PolicyView, into round: inout PolicyRound) {
        round.pauseMilliseconds = 10_000
        let memory = view.snapshot.memory
        let goal = Pages(memory.total.count * 8 / 10) - (memory.total - memory.free - memory.scrubbing)
        guard abs(goal.count) > Self.deadBand.count else { return }
        var members = view.snapshot.domains.filter { $0.isBalanced && $0.report != nil }.map { domain in
            let least = domain.smallest
            let free = domain.report.map { $0.available ?? $0.free } ?? .zero
            return Member(
                domain: domain,
                size: domain.info.current,
                next: domain.info.current,
                isComfortable: free > least / 4 && domain.info.current >= least
            )
        }
        // Growing, the pressed ones come first; shrinking, the comfortable ones. If that moves nothing, all do.
        let first = members.indices.filter { members[$0].isComfortable == (goal < .zero) }
        if !spread(goal, over: first, &members) { _ = spread(goal, over: Array(members.indices), &members) }
        for member in members where member.next < member.size { round.set(member.domain, to: member.next) }
        for member in members where member.next > member.size { round.set(member.domain, to: member.next) }
    }

    /// Gives each guest its part of what lies above the minima, by weight; who meets a limit drops out of the sharing.
    ///
    /// - Returns: whether anybody moves.
    private func spread(_ goal: Pages, over indices: [Int], _ members: inout [Member]) -> Bool {
        var open = indices
        var rest = goal
        while !open.isEmpty {
            let shares = open.count
            let all = open.reduce(rest) { $0 + (members[$1].size - members[$1].domain.smallest) }
            var stays: [Int] = []
            for index in open {
                let least = members[index].domain.smallest
                let size = members[index].size
                let desired = least + all / shares
                let low = goal < .zero ? max(least, size - Self.largestChange) : size
                let high = goal < .zero ? size : min(members[index].domain.largest, size + Self.largestChange)
                if desired > low, desired < high {
                    stays.append(index)
                } else {
                    members[index].next = desired <= low ? min(low, max(size, low)) : high
                    rest -= members[index].next - size
                }
            }
            if stays.count == open.count {
                for index in open {
                    members[index].next = members[index].domain.smallest + all / shares
                }
                break
            }
            open = stays
        }
        return indices.contains { members[$0].next != members[$0].size }
    }
}
