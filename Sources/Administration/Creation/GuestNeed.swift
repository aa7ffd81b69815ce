public import Xen

/// What it takes to start a guest, by the arithmetic of libxl 4.17 and later (libxl_mem.c and libxl_create.c of Xen).
public struct GuestNeed: Sendable, Hashable {
    /// What the guest is called.
    public var name: String?
    /// Its identity, where the configuration gives one.
    public var uuid: String?
    /// How it is virtualised.
    public var type: GuestType
    /// What it starts with.
    public var memory: KiB
    /// What it may hold at most.
    public var maximum: KiB
    /// How many processors it may have.
    public var processors: Int
    /// Xen's tables about it.
    public var paging: KiB
    /// The tables of the IOMMU for a guest with devices of its own, where it cannot use the processor's.
    public var iommu: KiB
    /// The domain that emulates its devices, where one does.
    public var stubDomain: KiB
    /// What libxl adds for everything else.
    public var extra: KiB

    /// Works out what a configuration needs.
    ///
    /// - Throws: ``AdministrationError/configuration(file:line:problem:)``.
    public init(_ configuration: GuestConfiguration) throws(AdministrationError) {
        let mib = 1...(1 << 30)
        let start = try configuration.number("memory", in: mib)
        let most = try configuration.number("maxmem", in: mib)
        guard let memory = start ?? most else {
            throw .configuration(file: configuration.file, line: nil, problem: "memory is not set")
        }
        guard memory <= most ?? memory else {
            let problem = "memory = \(memory) is more than maxmem = \(most ?? 0)"
            throw .configuration(file: configuration.file, line: nil, problem: problem)
        }
        name = configuration.text("name")
        uuid = configuration.text("uuid")
        type = try Self.type(of: configuration)
        self.memory = KiB(memory * 1024)
        maximum = KiB((most ?? memory) * 1024)
        let possible = try configuration.number("maxvcpus", in: 1...4096)
        let present = try configuration.number("vcpus", in: 1...4096)
        processors = possible ?? present ?? 1
        let isAssisted = try configuration.isOn("hap", byDefault: true)
        let hasOwnPaging = type != .pv && isAssisted
        let shadow = try configuration.number("shadow_memory", in: 0...(1 << 20))
        paging = shadow.map { KiB($0 * 1024) } ?? Self.paging(type, hasOwnPaging, maximum, processors)
        iommu = try Self.needsTables(configuration, type, hasOwnPaging) ? Self.tables(for: maximum) : .zero
        stubDomain = try Self.stubDomain(configuration, type)
        extra = KiB(type == .pv ? 1024 : 2048)
    }

    /// All of it, in whole pieces of 2 MiB.
    public var total: KiB {
        let sum = memory + paging + iommu + stubDomain + extra
        return KiB((sum.count + 2047) / 2048 * 2048)
    }

    private static func type(of configuration: GuestConfiguration) throws(AdministrationError) -> GuestType {
        // "builder" is what older files have.
        let builder = configuration.text("builder").map { $0 == "hvm" ? "hvm" : "pv" }
        let text = configuration.text("type") ?? builder ?? "pv"
        guard let type = GuestType(rawValue: text.lowercased()) else {
            let problem = "type = \(text) is not allowed, it takes pv, pvh or hvm"
            throw .configuration(file: configuration.file, line: nil, problem: problem)
        }
        return type
    }

    /// A MiB for each processor; for each MiB of the guest a page for the map of its memory, which a PV guest keeps
    /// itself, and a page for shadow tables, which the processor's own make needless.
    private static func paging(_ type: GuestType, _ hasOwnPaging: Bool, _ maximum: KiB, _ processors: Int) -> KiB {
        let pagesPerMiB = (type == .pv ? 0 : 1) + (hasOwnPaging ? 0 : 1)
        return Pages(256 * processors + pagesPerMiB * (maximum.count / 1024)).kib
    }

    /// Whether the IOMMU needs tables of its own: those of the processor serve it if there are any.
    private static func needsTables(
        _ configuration: GuestConfiguration,
        _ type: GuestType,
        _ hasOwnPaging: Bool
    ) throws(AdministrationError) -> Bool {
        let hasDevices = configuration.hasItems("pci") || configuration.hasItems("dtdev")
        switch configuration.text("passthrough") {
        case nil, "default": return hasDevices && (type == .pv || !hasOwnPaging)
        case "disabled", "0", "share_pt": return false
        case "enabled", "1": return type == .pv || !hasOwnPaging
        case "sync_pt": return true
        case let text?:
            let problem = "passthrough = \(text) is not allowed, it takes disabled, enabled, share_pt or sync_pt"
            throw .configuration(file: configuration.file, line: nil, problem: problem)
        }
    }

    /// Four levels of tables with 512 entries each.
    private static func tables(for size: KiB) -> KiB {
        var entries = size.count / 4
        var tables = 0
        for _ in 0..<4 {
            entries = (entries + 511) / 512
            tables += entries
        }
        return Pages(tables).kib
    }

    private static func stubDomain(
        _ configuration: GuestConfiguration,
        _ type: GuestType
    ) throws(AdministrationError) -> KiB {
        let isWanted = try configuration.isOn("device_model_stubdomain_override", byDefault: false)
        guard type == .hvm, isWanted else { return .zero }
        // 128 MiB is what a Linux stub domain gets; 16 MiB is the video memory of libxl's usual graphics card.
        let memory = try configuration.number("stubdomain_memory", in: 0...(1 << 20)) ?? 128
        let video = try configuration.number("videoram", in: 0...(1 << 20)) ?? 16
        return KiB((memory + video) * 1024)
    }
}
