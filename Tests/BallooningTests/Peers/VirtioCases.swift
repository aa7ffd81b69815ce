import Ballooning
import Testing
import Xen

/// The rules of virtio's auto-balloon proposal. Its tables are measurements and no cases.
enum VirtioCases {
    /// The guest's half gives back what is needed, or the whole balloon if that is less; the host's half takes back what
    /// pools hold as soon as the host itself is short.
    static let rules: @Sendable (PeerCase) throws -> Void = { peerCase in
        try #require(peerCase.text("guest").contains("min(needed, whole balloon)"))
        for (needed, given) in [(100, 100), (512, 512), (3000, 512)] {
            var host = calmHost(free: 2000)
            host[1].urgent = UrgentNeed(need: .mib(needed), received: host.now)
            host.round()
            #expect(host[1].target == .mib(512 + given), "\(needed) MiB were needed")
        }
        try #require(peerCase.text("host").contains("inflates"))
        var host = calmHost(free: 2000)
        host.settings.host.surplus = .lend
        host.run(.seconds(60))
        let lent = host[1].current
        host.hypervisor = host.hypervisor + host.free - .mib(8)
        host.run(.seconds(10))
        #expect(host[1].current < lent)
    }

    /// A guest of 1 GiB with half of it in its balloon, that uses all of the other half.
    private static func calmHost(free: Int) -> SteppingHost {
        var guest = Guest(1, current: .mib(512), largest: .mib(1024), committed: .mib(460))
        guest.pagesPerSecond = .mib(2000)
        guest.workingSet = .mib(512)
        var host = SteppingHost(total: .mib(512 + free), guests: [guest])
        host.settings.host.surplus = .keep
        host.settings.profiles[0].stallThreshold = .total
        host.settings.profiles[0].reserved = .zero
        host.run(.seconds(10))
        return host
    }
}
