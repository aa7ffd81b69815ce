import Ballooning
import Seeded
import Xen

extension SteppingHost {
    /// A host of any size with guests of any kind, whole as it could be found.
    static func random(seed: UInt64) -> SteppingHost {
        var dice = SplitMix64(seed: seed)
        let total = Pages.mib(Int.random(in: 512...16_384, using: &dice))
        let count = Int.random(in: 1...24, using: &dice)
        var guests: [Guest] = []
        for id in 1...count {
            let current = Pages.mib(Int.random(in: 24...max(32, total.count / 256 / count), using: &dice))
            guests.append(.random(UInt16(id), current: current, &dice))
        }
        let held = guests.reduce(Pages.zero) { $0 + $1.current }
        var host = SteppingHost(total: max(total, held), guests: guests)
        host.settings.host.surplus = Bool.random(using: &dice) ? .lend : .keep
        host.settings.host.idleTaxPercent = Int.random(in: 0...99, using: &dice)
        var heavy = DomainSettings()
        heavy.weight = Int.random(in: 1...10_000, using: &dice)
        heavy.estimator = .used
        heavy.upHysteresis = Int.random(in: 1...4, using: &dice)
        heavy.poolLimit = Bool.random(using: &dice) ? .mib(Int.random(in: 0...64, using: &dice)) : nil
        heavy.swapSelfShrinking = true
        host.settings.profiles.append(heavy)
        return host
    }

    /// Lets some guests change their minds.
    mutating func stir(_ dice: inout SplitMix64) {
        for index in guests.indices where Int.random(in: 0..<4, using: &dice) == 0 {
            let most = guests[index].staticMaximum ?? guests[index].current
            guests[index].committed = guests[index].committed.map { _ in
                Pages(Int.random(in: 0...most.count * 3 / 2, using: &dice))
            }
            guests[index].workingSet = Pages(Int.random(in: 0...most.count, using: &dice))
            if Int.random(in: 0..<6, using: &dice) == 0 {
                guests[index].urgent = UrgentNeed(
                    need: Pages(Int.random(in: -5...1 << 52, using: &dice)),
                    received: now
                )
            }
        }
    }
}

extension Guest {
    static func random(_ id: UInt16, current: Pages, _ dice: inout SplitMix64) -> Guest {
        let largest = current * Int.random(in: 1...4, using: &dice)
        var guest = Guest(id, current: current, largest: largest)
        if Int.random(in: 0..<5, using: &dice) > 0 {
            guest.committed = Pages(Int.random(in: 0...largest.count, using: &dice))
            guest.workingSet = Pages(Int.random(in: 0...largest.count, using: &dice))
        }
        guest.kernel = current / Int.random(in: 20...60, using: &dice)
        guest.pagesPerSecond = .mib(Int.random(in: 1...800, using: &dice))
        guest.profile = Int.random(in: 0...2, using: &dice)
        switch Int.random(in: 0..<10, using: &dice) {
        case 0: guest.driver = .stuck
        case 1: guest.driver = .floor(current * 3 / 4)
        case 2: guest.driver = .ceiling(current * 5 / 4)
        case 3: guest.driver = .intermittent(Milliseconds(Int64.random(in: 200...9_000, using: &dice)))
        default: break
        }
        switch Int.random(in: 0..<16, using: &dice) {
        case 0: guest.flags = .paused
        case 1: guest.flags = .dying
        case 2: guest.role = .service
        case 3: guest.hold = .pinned
        case 4: guest.isMigrating = true
        case 5: guest.target = nil
        case 6: guest.flags = [.running, .hardwareAssisted]
        case 7: guest.maximum = largest * 2
        default: break
        }
        if Int.random(in: 0..<3, using: &dice) == 0 {
            guest.dynamicMinimum = current / Int.random(in: 1...4, using: &dice)
            guest.dynamicMaximum = Bool.random(using: &dice) ? largest : nil
        }
        return guest
    }
}
