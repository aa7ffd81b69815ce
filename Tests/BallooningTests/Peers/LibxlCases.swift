import Ballooning
import Testing
import Xen

/// libxl's arithmetic.
enum LibxlCases {
    static let memorySet: @Sendable (PeerCase) throws -> Void = { peerCase in
        let video = Pages(flooring: KiB(peerCase.body[path: "inputs/video"]?.integer ?? 0))
        let asked = Pages(flooring: KiB(try peerCase.int("inputs/target")))
        let staticMaximum = Pages(flooring: KiB(try peerCase.int("inputs/smax")))
        let domain = DomainID(UInt16(peerCase.body[path: "inputs/domid"]?.integer ?? 1))
        let hasHardwarePageTables = try peerCase.text("inputs/typ") != "PV"
        let order: MemorySet?
        if peerCase.body[path: "inputs/rel"]?.bool == true {
            order = try? MemorySet(
                changing: Pages(flooring: KiB(try peerCase.int("inputs/current"))),
                by: asked,
                of: domain,
                videoRAM: video,
                staticMaximum: staticMaximum,
                hasHardwarePageTables: hasHardwarePageTables
            )
        } else {
            order = try? MemorySet(
                size: asked,
                of: domain,
                videoRAM: video,
                staticMaximum: staticMaximum,
                hasHardwarePageTables: hasHardwarePageTables
            )
        }
        if peerCase.body[path: "expect/error"] != nil {
            #expect(order == nil)
            return
        }
        let written = try #require(order)
        try #expect(written.target.kib.count == (peerCase.int("expect/xenstore_target_kib")))
        try #expect(written.maximum.kib.count == (peerCase.int("expect/setmaxmem_kib")))
        try #expect(written.target.kib.count / 1024 == (peerCase.int("expect/vm_memory_mib")))
        #expect(written.populateOnDemandTarget?.count == peerCase.body[path: "expect/pod_target_pages"]?.integer)
    }

    static let build: @Sendable (PeerCase) throws -> Void = { peerCase in
        let size = BuildSize(
            type: try type(peerCase),
            memory: KiB(try peerCase.int("target_memkb")),
            largest: KiB(try peerCase.int("max_memkb")),
            videoRAM: KiB(try peerCase.int("video_memkb"))
        )
        try #expect(size.staticMaximum == KiB(peerCase.int("expect/memory_static_max")))
        try #expect(size.target == KiB(peerCase.int("expect/memory_target")))
        try #expect(size.videoRAM == KiB(peerCase.int("expect/memory_videoram")))
        try #expect(size.maximum == KiB(peerCase.int("expect/initial_setmaxmem")))
    }

    static let need: @Sendable (PeerCase) throws -> Void = { peerCase in
        let needed = BuildSize.needed(
            type: try type(peerCase),
            memory: KiB(try peerCase.int("target_memkb")),
            shadow: KiB(try peerCase.int("shadow_memkb")),
            ioPageTables: KiB(try peerCase.int("iommu_memkb"))
        )
        try #expect(needed == KiB(peerCase.int("need_memkb")))
    }

    private static func type(_ peerCase: PeerCase) throws -> BuildSize.GuestType {
        switch try peerCase.text("type") {
        case "HVM": .hvm
        case "PVH": .pvh
        default: .pv
        }
    }
}
