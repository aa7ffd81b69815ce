import Ballooning
import Testing
import Xen

/// squeezed's published runs: free some memory, use half a megabyte of it, give the rest back.
enum SqueezedCases {
    static let verdict: @Sendable (PeerCase) throws -> Void = { peerCase in
        // Ballast has no switch that would make it grow a domain before another has shrunk: the published failure of a
        // run without two phases cannot be had, and the same host without that fault succeeds.
        let isDisarmed = peerCase.body["faults"]?.elements.contains(.string("disable_two_phase_target_sets")) ?? false
        let expected = isDisarmed ? "success" : try peerCase.text("expect")
        let outcome = try run(peerCase)
        #expect(outcome.succeeds == (expected == "success"), "\(outcome)")
        if !isDisarmed, let error = peerCase.body["expect_error"]?.text {
            #expect(outcome.error == error, "\(outcome)")
        }
        #expect(outcome.violations.isEmpty, "\(outcome.violations)")
    }

    struct Outcome {
        var succeeds = false
        var error: String?
        var violations: [String] = []
    }

    static func run(_ peerCase: PeerCase) throws -> Outcome {
        var host = try build(peerCase)
        let required = Pages(ceiling: KiB(try peerCase.int("required_kib")))
        var outcome = Outcome()
        host.reservations = [Reservation(id: 1, minimum: required, maximum: required, asked: host.now)]
        for _ in 0..<1200 where host.reservations[0].state == .asked {
            host.round()
            host.live(Milliseconds(100))
        }
        guard host.reservations[0].state == .granted else {
            let blockers = host.plan.answers.last?.blockers ?? []
            let isAlone = blockers.isEmpty || blockers == [.zero]
            outcome.error = isAlone ? "cannot_free_this_much_memory" : "domains_refused_to_cooperate"
            outcome.violations = host.violations
            return outcome
        }
        // The builder takes its part, the rest is given back.
        host.hypervisor = host.hypervisor + Pages(flooring: KiB(500))
        host.reservations = []
        let most = Pages(ceiling: KiB(32))
        for _ in 0..<1200 where host.free > most {
            host.round()
            host.live(Milliseconds(100))
        }
        outcome.succeeds = host.free <= most
        if !outcome.succeeds { outcome.error = "\(host.free) are left" }
        outcome.violations = host.violations
        return outcome
    }

    /// The host of a run, in pages: no reserve and no slack, for the sizes are a few megabytes in all.
    private static func build(_ peerCase: PeerCase) throws -> SteppingHost {
        var guests: [Guest] = []
        for domain in try #require(peerCase.body["domains"]).elements {
            func pages(_ key: String) throws -> Pages {
                Pages(flooring: KiB(try #require(domain[key]?.integer, "no \(key)")))
            }
            var guest = Guest(UInt16(try #require(domain["domid"]?.integer)), current: try pages("actual_kib"))
            guest.target = try pages("target_kib")
            guest.maximum = try pages("maxmem_kib")
            guest.dynamicMinimum = try pages("dynamic_min_kib")
            guest.dynamicMaximum = try pages("dynamic_max_kib")
            guest.staticMaximum = guest.dynamicMaximum
            let behaviour = try #require(domain["behaviour"])
            guest.pagesPerSecond = Pages(flooring: KiB(behaviour["rate_kib_per_s"]?.integer ?? 0))
            let limit = Pages(ceiling: KiB(behaviour["limit_kib"]?.integer ?? 0))
            switch behaviour["kind"]?.text {
            case "floor": guest.driver = .floor(limit)
            case "ceiling": guest.driver = .ceiling(limit)
            case "stuck": guest.driver = .stuck
            case "intermittent":
                guest.driver = .intermittent(Milliseconds(Int64((behaviour["interval_s"]?.number ?? 1) * 1000)))
            default: guest.driver = .ideal
            }
            guests.append(guest)
        }
        guests.sort { $0.id < $1.id }
        let free = Pages(flooring: KiB(try peerCase.int("host_free_kib")))
        var host = SteppingHost(total: guests.reduce(free) { $0 + $1.current }, guests: guests)
        host.settings.host.reserve = .zero
        host.settings.host.maximumSlack = .zero
        return host
    }
}
