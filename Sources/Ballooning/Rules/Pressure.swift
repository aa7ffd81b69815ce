import Xen

/// How short the host is of free memory, and whether dom0 is pressed: levels that are entered deeper than they are left,
/// so that a reading beside a threshold does not flap.
enum Pressure {
    /// The level for what is free of the reserve. The steps are those of VMware's ESX server: 64, 32 and 16 percent;
    /// each is left a quarter above where it is entered.
    static func level(free: Pages, reserve: Pages, was: PressureLevel) -> PressureLevel {
        for level in [PressureLevel.critical, .hard, .soft] {
            let entry = entryPercent(level)
            let percent = was >= level ? entry + entry / 4 : entry
            if free.count * 100 < reserve.count * percent { return level }
        }
        return .none
    }

    /// Whether dom0 waits for memory, or has little of it left: less than a sixteenth.
    static func presses(_ reading: ControlDomainPressure, threshold: StallRate, was: Bool) -> Bool {
        let limit = was ? threshold.microsecondsPerSecond / 2 : threshold.microsecondsPerSecond
        if reading.stall.microsecondsPerSecond >= max(1, limit) { return true }
        guard let available = reading.available, let total = reading.total else { return false }
        return available < total / (was ? 12 : 16)
    }

    private static func entryPercent(_ level: PressureLevel) -> Int {
        switch level {
        case .none: 0
        case .soft: 64
        case .hard: 32
        case .critical: 16
        }
    }
}
