import Ballooning
import Testing
import Xen

/// Guests that were populated on demand, in the symbols of Xen's own rule: M the static maximum, B what the balloon
/// driver has come down to so far, T the target in force and T2 the new one.
enum PodCases {
    /// The case says in which order the sizes stand and what becomes of the cache. Xen never shrinks the cache before
    /// the balloon driver has come down to it, so Ballast does not lower such a guest at all.
    static let newTarget: @Sendable (PeerCase) throws -> Void = { peerCase in
        let sizes = Self.sizes(inOrder: try peerCase.text("case"))
        let wanted = try #require(sizes["T2"])
        let driver = try #require(sizes["B"] ?? sizes["T"])
        let target = sizes["T"] ?? driver
        let write = Self.planned(for: wanted, target: target, driver: driver)
        if try peerCase.text("action").hasPrefix("do not shrink") {
            #expect(write == nil)
        } else {
            let raise = try #require(write)
            #expect(raise.order == .raise)
            #expect(raise.target == wanted)
            #expect(raise.populateOnDemandTarget == Limit.populateOnDemand(target: wanted))
        }
    }

    /// What Ballast writes for a guest that needs `wanted`.
    private static func planned(for wanted: Pages, target: Pages, driver: Pages) -> PlannedWrite? {
        var guest = Guest(1, current: target, largest: .mib(4096))
        guest.flags = [.running, .hardwareAssisted]
        // The guest's kernel manages what its driver has left it, populated or not.
        guest.kernel = target - driver
        guest.committed = wanted + driver - target
        var host = SteppingHost(total: .mib(8192), guests: [guest])
        host.settings.host.surplus = .keep
        host.settings.profiles[0].reserved = .zero
        host.settings.profiles[0].downHysteresis = 1
        host.round()
        return host.plan.writes.first { $0.target != nil }
    }

    /// Sizes that stand in the order of a chain such as `T2<T<=B`.
    private static func sizes(inOrder chain: String) -> [String: Pages] {
        let symbols = chain.split { "<= ".contains($0) }.map(String.init)
        return Dictionary(
            symbols.enumerated().map { ($1, .mib(600 + 200 * $0)) },
            uniquingKeysWith: { first, _ in first }
        )
    }
}
