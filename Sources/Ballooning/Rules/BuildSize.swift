public import Xen

/// What a domain that is to be built takes, by libxl's arithmetic: the figures for a reservation, and the nodes that its
/// toolstack will write.
public struct BuildSize: Sendable, Hashable {
    /// The types of guests that libxl tells apart.
    public enum GuestType: Sendable, Hashable {
        /// Full virtualisation with an emulated PC.
        case hvm
        /// Hardware page tables without an emulated PC.
        case pvh
        /// Paravirtualised.
        case pv
    }

    /// `memory/static-max`.
    public var staticMaximum: KiB
    /// `memory/target`.
    public var target: KiB
    /// `memory/videoram`.
    public var videoRAM: KiB
    /// The hypervisor's limit while the domain is built.
    public var maximum: KiB

    /// Works out the nodes of a domain that is to be built.
    ///
    /// - Parameters:
    ///   - type: what kind of guest it is.
    ///   - memory: `memory=` of its configuration.
    ///   - largest: `maxmem=`; at least `memory`.
    ///   - videoRAM: the video RAM, 0 for guests without.
    public init(type: GuestType, memory: KiB, largest: KiB, videoRAM: KiB) {
        // An HVM guest that starts with less than its full size gets 1 MiB less as target, so that its balloon driver
        // gives back a little more than was promised without being there.
        let fudge = type == .hvm && largest > memory ? KiB(1024) : .zero
        staticMaximum = largest
        target = memory - fudge - videoRAM
        self.videoRAM = videoRAM
        maximum = memory + KiB(1024)
    }

    /// What has to be free before the domain is built: its memory, its shadow and I/O page tables, and what the
    /// toolstack adds, in whole 2 MiB.
    ///
    /// - Parameters:
    ///   - type: what kind of guest it is.
    ///   - memory: `memory=` of its configuration.
    ///   - shadow: what its shadow page tables take.
    ///   - ioPageTables: what its I/O page tables take.
    public static func needed(type: GuestType, memory: KiB, shadow: KiB, ioPageTables: KiB) -> KiB {
        let extra = type == .pv ? KiB(1024) : KiB(2048)
        let sum = (memory + shadow + ioPageTables + extra).count
        return KiB((sum + 2047) / 2048 * 2048)
    }
}
