import Ballooning
import Testing
import Xen

/// The selfballoon driver's vectors. It computes in the memory that its kernel manages, Ballast in what the domain
/// holds; the difference of both is the same on either side.
enum SelfballoonCases {
    static let step: @Sendable (PeerCase) throws -> Void = { peerCase in
        func input(_ key: String) -> Int? { peerCase.body[path: "inputs/\(key)"]?.integer }
        let total = Pages(try peerCase.int("inputs/totalram"))
        let current = Pages(try peerCase.int("inputs/current"))
        let kernelReserve = Pages(try peerCase.int("inputs/reserve"))
        let overhead = current - total
        let shrinks = peerCase.body[path: "inputs/shrink"]?.bool ?? (input("fs") != nil)
        let goal = Goal(
            estimate: Pages(try peerCase.int("inputs/committed")),
            overhead: overhead,
            swapped: shrinks ? Pages(input("fs") ?? 0) : .zero,
            reserved: kernelReserve + .mib(input("resmb") ?? 0)
        )
        let floor = Floor.curve(
            largest: Pages(try peerCase.int("inputs/max_pfn")),
            kernelReserve: kernelReserve,
            minimumUsable: (input("minmb") ?? input("min_usable_mb")).flatMap { $0 > 0 ? .mib($0) : nil }
        )
        let step = Hysteresis.step(from: current, to: goal.size, down: input("down") ?? 8, up: input("up") ?? 1)
        let size = max(step, floor + overhead)
        if let wanted = peerCase.body[path: "expect/goal_pages"]?.integer {
            #expect(goal.size - overhead == Pages(wanted))
        }
        if let wanted = peerCase.body[path: "expect/floor_pages"]?.integer { #expect(floor == Pages(wanted)) }
        if let wanted = peerCase.body[path: "expect/tgt_pages"]?.integer {
            #expect(step - overhead == Pages(wanted) || size - overhead == Pages(wanted))
        }
        try #expect(size == Pages(peerCase.int("expect/balloon_target_pages")))
    }

    static let floor: @Sendable (PeerCase) throws -> Void = { peerCase in
        let floor = Floor.curve(
            largest: Pages(try peerCase.int("max_pfn")),
            kernelReserve: Pages(peerCase.body["totalreserve"]?.integer ?? 0)
        )
        try #expect(floor == Pages(peerCase.int("floor_pages")))
    }

    static let scriptFloor: @Sendable (PeerCase) throws -> Void = { peerCase in
        try #expect(Floor.scriptCurve(memory: .mib(peerCase.int("mem_mb"))) == .mib(peerCase.int("floor_mb")))
    }
}
