public import Xen

/// The settings of the host as a whole. The names are those of the keys in xenstore.
public struct HostSettings: Sendable, Hashable, Codable {
    /// `host-reserve-mb`: what stays free in Xen; nil means ``defaultReserve(of:)``.
    public var reserve: Pages?
    /// `surplus`: what becomes of memory that nobody needs.
    public var surplus = Surplus.lend
    /// `idle-tax`: the part of its idle memory, in percent, that a domain is charged for when memory is short; 0 to
    /// 99. The default is that of VMware's ESX server.
    public var idleTaxPercent = 75
    /// `dom0-managed`: whether dom0 is balanced like a guest.
    public var managesControlDomain = false
    /// `dom0-floor-mb`: what dom0 keeps in any case; never below libxl's 128 MiB.
    public var controlDomainFloor = Pages.mib(512)
    /// `hold-seconds`: how long a target that the administrator wrote is respected.
    public var holdDuration = Milliseconds.seconds(3600)
    /// `maxmem-slack-kb`: how far a domain's limit lies above its target. libxl's own constant, 1 MiB.
    public var maximumSlack = Pages.mib(1)
    /// `stuck-after-ms`: how long a domain may make no useful progress before it counts as fixed; squeezed's 5 s.
    public var stuckAfter = Milliseconds.seconds(5)
    /// `uncooperative-after-ms`: how long before that is published; squeezed's 20 s.
    public var uncooperativeAfter = Milliseconds.seconds(20)
    /// `reservation-patience-ms`: how long a reservation waits for memory that does not come free. The time that
    /// xenopsd goes on asking squeezed.
    public var reservationPatience = Milliseconds.seconds(60)
    /// `dom0-stall-threshold-us`: the stall per second from which dom0 counts as pressed.
    public var controlDomainStall = StallRate(microsecondsPerSecond: 50_000)

    /// The defaults.
    public init() {}

    /// What is in force for a host with `total` pages.
    public func reserve(of total: Pages) -> Pages {
        reserve ?? Self.defaultReserve(of: total)
    }

    /// One sixty-fourth of the host, at least 16 MiB and at most 256 MiB: 72 MiB on a host of 4.5 GiB, which is what
    /// squeezed keeps on every host and more than a host of a gigabyte can spare.
    public static func defaultReserve(of total: Pages) -> Pages {
        (total / 64).clamped(to: .mib(16)...(.mib(256)))
    }
}
