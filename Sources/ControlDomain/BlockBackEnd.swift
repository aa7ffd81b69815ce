public import Xen

/// The parameters and counters of the kernel module that serves guests' disks, `xen_blkback`.
public struct BlockBackEnd: Sendable, Hashable {
    private let files: KernelFiles

    /// Makes the module's interface on this machine, or in a folder that stands for it.
    public init(files: KernelFiles = KernelFiles()) {
        self.files = files
    }

    /// Where the pool's limit stands.
    public static let poolLimitPath = parameters + "max_buffer_pages"

    /// The most free pages that each ring's pool keeps; nil where the module is not loaded.
    public var poolLimit: Pages? {
        number("max_buffer_pages").map { Pages($0) }
    }

    /// The most persistent grants that each ring keeps mapped.
    public var grantLimit: Pages? {
        number("max_persistent_grants").map { Pages($0) }
    }

    /// The most rings that the module lets a disk have.
    public var mostRings: Int? {
        number("max_queues")
    }

    /// Sets ``poolLimit``. A ring that is idle trims its pool to it at once, a busy one within 100 ms.
    ///
    /// - Throws: what the kernel said.
    public func setPoolLimit(_ limit: Pages) throws(KernelFiles.WriteError) {
        try files.write("\(limit.count)", to: Self.poolLimitPath)
    }

    /// What a disk has been asked for since it was connected; nil where there is no such disk, or not any more.
    ///
    /// - Parameters:
    ///   - guest: whose disk it is.
    ///   - number: the disk's number in xenstore.
    public func activity(of guest: DomainID, disk number: Int) -> BlockActivity? {
        let home = "/sys/bus/xen-backend/devices/vbd-\(guest)-\(number)/statistics/"
        func counter(_ name: String) -> UInt64? {
            files.number(home + name).flatMap { UInt64(exactly: $0) }
        }
        guard let reads = counter("rd_req"), let writes = counter("wr_req"),
            let sectorsRead = counter("rd_sect"), let sectorsWritten = counter("wr_sect")
        else { return nil }
        return BlockActivity(requests: reads &+ writes, sectors: sectorsRead &+ sectorsWritten)
    }

    private func number(_ parameter: String) -> Int? {
        files.number(Self.parameters + parameter).flatMap { $0 >= 0 ? $0 : nil }
    }

    private static let parameters = "/sys/module/xen_blkback/parameters/"
}

/// What a disk has been asked for since it was connected.
public struct BlockActivity: Sendable, Hashable {
    /// Reads and writes.
    public var requests: UInt64
    /// Sectors of 512 bytes, of both.
    public var sectors: UInt64

    /// Makes a count.
    public init(requests: UInt64, sectors: UInt64) {
        self.requests = requests
        self.sectors = sectors
    }
}
