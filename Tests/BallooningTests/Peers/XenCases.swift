import Ballooning
import Testing
import Xen

/// Xen's own alarm for low memory, and nodes as they were found on a host.
enum XenCases {
    static let lowMemory: @Sendable (PeerCase) throws -> Void = { peerCase in
        var steps = LowMemorySteps(limit: .mib(try peerCase.int("default_limit_mib")))
        for step in try #require(peerCase.body["trace"]).elements {
            let available = Pages(try #require(step["avail_pages"]?.integer))
            #expect(steps.observe(available: available) == step["fires"]?.bool, "at \(available)")
            #expect(steps.threshold.count == step["next_threshold_pages"]?.integer, "at \(available)")
            #expect(steps.climbsAt?.count == step["reset_above_pages"]?.integer, "at \(available)")
        }
    }

    /// A domain that another balancer has set up keeps its size: its offset is found and nobody calls it stuck.
    static let sample: @Sendable (PeerCase) throws -> Void = { peerCase in
        func pages(_ key: String) throws -> Pages { Pages(flooring: KiB(try peerCase.int(key))) }
        var guest = Guest(7, current: try pages("mem_kb"))
        guest.target = try pages("target")
        guest.maximum = try pages("maxmem_kb")
        guest.staticMaximum = try pages(peerCase.body["hotplug_max"] == nil ? "static_max" : "hotplug_max")
        guest.driver = .stuck
        guest.offset = guest.current - (guest.target ?? .zero)
        var host = SteppingHost(total: .mib(16384), guests: [guest])
        host.settings.host.surplus = .keep
        host.run(.seconds(40))
        let decision = try #require(host.decision(7))
        #expect(decision.state == .silent)
        #expect(decision.offset == guest.offset)
        #expect(host[7].target == guest.target)
    }
}
