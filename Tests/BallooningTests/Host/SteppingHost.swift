import Ballooning
import Testing
import Xen

/// A host that is stepped by hand: guests with their faults, pages that exist once, and a balancer whose plans are
/// carried out as they say. Every write is checked against the invariants.
struct SteppingHost {
    var now = Instant(milliseconds: 1_000_000)
    let total: Pages
    /// What nobody can have: the hypervisor's own.
    var hypervisor = Pages.zero
    var guests: [Guest]
    var settings = Settings()
    var balancer = Balancer()
    var plan = Plan()
    var reservations: [Reservation] = []
    var controlDomain = ControlDomainPressure.none
    /// All target writes so far, in their order.
    private(set) var writes: [(at: Instant, write: PlannedWrite)] = []
    /// The rules that were broken, with the numbers.
    private(set) var violations: [String] = []

    init(total: Pages, guests: [Guest]) {
        self.total = total
        self.guests = guests
    }

    var free: Pages {
        guests.reduce(total - hypervisor) { $0 - $1.current }
    }

    mutating func snapshot() -> HostSnapshot {
        var domains: [DomainSnapshot] = []
        for index in guests.indices { domains.append(guests[index].snapshot(now: now)) }
        return HostSnapshot(
            now: now,
            memory: HostMemory(total: total, free: free),
            domains: domains,
            reservations: reservations,
            controlDomain: controlDomain
        )
    }

    /// Makes a plan and carries it out.
    mutating func round() {
        balancer.plan(snapshot(), settings: settings, into: &plan)
        for answer in plan.answers {
            guard let index = reservations.firstIndex(where: { $0.id == answer.id }) else { continue }
            reservations[index].state = answer.state
            reservations[index].granted = answer.granted ?? reservations[index].granted
        }
        for write in plan.writes { carryOut(write) }
        check()
    }

    /// Lets the guests live for `span` in small steps, with a plan whenever one is due.
    mutating func run(
        _ span: Milliseconds,
        planning interval: Milliseconds = .seconds(5),
        step: Milliseconds = Milliseconds(100)
    ) {
        let end = now + span
        var next = now
        while now < end {
            if now >= next {
                round()
                next = min(now + interval, plan.nextDeadline)
            }
            live(step)
        }
    }

    /// Lets time pass without a plan.
    mutating func live(_ span: Milliseconds) {
        now = now + span
        var free = self.free
        for index in guests.indices {
            free = free - guests[index].live(span, now: now, free: free)
        }
    }

    /// The guest with this number.
    subscript(_ id: UInt16) -> Guest {
        get { guests[guests.firstIndex { $0.id == DomainID(id) } ?? 0] }
        set { guests[guests.firstIndex { $0.id == DomainID(id) } ?? 0] = newValue }
    }

    /// The last decision about the guest with this number.
    func decision(_ id: UInt16) -> DomainDecision? {
        plan.decisions.first { $0.id == DomainID(id) }
    }

    mutating func forgetWrites() {
        writes.removeAll()
    }

    private mutating func carryOut(_ write: PlannedWrite) {
        guard let index = guests.firstIndex(where: { $0.id == write.domain && $0.uuid == write.uuid }) else {
            violations.append("I3: a write under domain \(write.domain), which is gone")
            return
        }
        writes.append((now, write))
        if let maximum = write.maximum { guests[index].maximum = Pages(flooring: maximum) }
        if let flag = write.uncooperative { guests[index].isMarkedUncooperative = flag }
        guard let target = write.target else { return }
        if target < .zero + Pages(1) { violations.append("a target of \(target)") }
        let wasBelow = guests[index].target.map { $0 < target } ?? false
        guests[index].target = target
        if wasBelow, promised > free {
            violations.append("I1: \(promised) may be taken but \(free) are free after \(write.reason)")
        }
    }

    /// What may be taken without asking, and what must stay.
    private var promised: Pages {
        var sum = settings.host.reserve(of: total)
        for guest in guests { sum = sum + max(.zero, guest.maximum - guest.current) }
        for reservation in reservations where reservation.state == .granted {
            sum = sum + (reservation.granted ?? .zero)
        }
        return sum
    }

    private mutating func check() {
        for decision in plan.decisions where decision.state == .balanced || decision.state == .silent {
            guard let target = decision.target, let guest = guests.first(where: { $0.id == decision.id }) else {
                continue
            }
            let lowered = plan.writes.contains { $0.domain == decision.id && $0.order == .lower }
            if lowered, target + decision.offset < decision.floor, guest.current >= decision.floor {
                violations.append("I2: domain \(decision.id) is driven to \(target) below \(decision.floor)")
            }
        }
    }
}
