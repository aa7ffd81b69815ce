import ControlDomain
import KernelFolder
import Testing
import Xen

@Suite("The module that serves guests' disks")
struct BlockBackEndTests {
    private let folder: KernelFolder
    private let module: BlockBackEnd
    private let statistics = "/sys/bus/xen-backend/devices/vbd-7-51712/statistics/"

    init() throws {
        folder = try KernelFolder()
        module = BlockBackEnd(files: folder.files)
    }

    @Test("The pool's limit is read and set in pages")
    func limit() throws {
        try folder.write(BlockBackEnd.poolLimitPath, "1024\n")
        #expect(module.poolLimit == Pages(1024))
        try module.setPoolLimit(.zero)
        #expect(folder.read(BlockBackEnd.poolLimitPath) == "0")
    }

    @Test("A module that is not loaded has no limit, and setting one says where")
    func notLoaded() {
        #expect(module.poolLimit == nil)
        let error = #expect(throws: KernelFiles.WriteError.self) { try module.setPoolLimit(Pages(1)) }
        #expect(
            "\(error, default: "none")".hasPrefix("/sys/module/xen_blkback/parameters/max_buffer_pages: cannot write 1")
        )
    }

    @Test("A disk's counters add up", arguments: [("51712", true), ("51728", false)])
    func activity(disk: String, isThere: Bool) throws {
        for (name, value) in [("rd_req", 3), ("wr_req", 4), ("rd_sect", 24), ("wr_sect", 64)] {
            try folder.write(statistics + name, "\(value)\n")
        }
        let activity = try module.activity(of: DomainID(7), disk: #require(Int(disk)))
        #expect(activity == (isThere ? BlockActivity(requests: 7, sectors: 88) : nil))
    }

    @Test("A disk that vanishes between two files has no counters")
    func vanishing() throws {
        try folder.write(statistics + "rd_req", "3\n")
        try folder.write(statistics + "wr_req", "3\n")
        #expect(module.activity(of: DomainID(7), disk: 51712) == nil)
    }

    @Test("Numbers that are none are not believed", arguments: ["", "-1\n", "many\n", "99999999999999999999\n"])
    func nonsense(text: String) throws {
        try folder.write(BlockBackEnd.poolLimitPath, text)
        #expect(module.poolLimit == nil)
    }
}
