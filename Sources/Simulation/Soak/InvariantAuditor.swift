import Ballooning
import Xen

/// Checks the invariants of the policy on every round of Ballast, against the host as it is and not as the policy sees
/// it.
struct InvariantAuditor: RoundAuditor {
    /// The first violation, nil as long as there is none.
    private(set) var violation: String?
    /// Domain decisions that were looked at.
    private(set) var domainRounds = 0
    /// Targets that were written.
    private(set) var targetWrites = 0
    /// What the last rounds wrote, oldest first.
    private(set) var lastRounds: [String] = []

    /// The host at the moment of the violation.
    private(set) var state: [String] = []

    private let reserve: Pages
    private var exposure = Pages.zero
    private var before: [DomainID: Pages] = [:]

    /// How many rounds are kept for the report of a failure.
    private static let kept = 12
    /// libxl leaves that much above a domain's target; a goal is not missed by less.
    private static let tolerance = Pages.mib(1)

    init(reserve: Pages) {
        self.reserve = reserve
    }

    mutating func willCarryOut(_ round: PolicyRound, on host: HostModel, reserved: ReservedMemory) {
        exposure = Self.exposure(host, reserved, reserve)
        before.removeAll(keepingCapacity: true)
        for domain in host.domains { before[domain.id] = domain.target }
    }

    mutating func didCarryOut(_ round: PolicyRound, on host: HostModel, reserved: ReservedMemory) {
        let after = Self.exposure(host, reserved, reserve)
        if after > max(.zero, exposure) {
            fail("I1: what domains may hold exceeds the host by \(after), before the round by \(exposure)")
            state = Self.describe(host, round, reserved, reserve)
        }
        checkPages(host, reserved)
    }

    /// What holds at every moment, in a round or not.
    mutating func checkPages(_ host: HostModel, _ reserved: ReservedMemory) {
        if host.imbalance != .zero { fail("pages do not add up: \(host.imbalance)") }
        if host.free + host.scrubbing < reserved.pages {
            fail("I4: \(reserved.pages) are granted, \(host.free + host.scrubbing) are there")
        }
    }

    /// What holds for the plan itself.
    mutating func check(_ plan: Plan, _ snapshot: HostSnapshot) {
        domainRounds += snapshot.domains.count
        keep(plan, snapshot)
        if plan.decisions.count != snapshot.domains.count { fail("a domain has no decision") }
        for write in plan.writes {
            guard let index = snapshot.domains.firstIndex(where: { $0.info.id == write.domain }),
                plan.decisions.indices.contains(index), snapshot.domains[index].info.uuid == write.uuid
            else {
                fail("I3: a write for domain \(write.domain), which does not exist")
                continue
            }
            checkStanding(write, snapshot.domains[index])
            guard let target = write.target else { continue }
            targetWrites += 1
            check(write, target, snapshot.domains[index], plan.decisions[index], plan.host)
        }
    }

    /// Who is left alone is not written to.
    private mutating func checkStanding(_ write: PlannedWrite, _ domain: DomainSnapshot) {
        if !domain.info.flags.isDisjoint(with: [.paused, .dying, .shutdown]) {
            fail("domain \(write.domain) is not running and is written to")
        }
        if domain.hold != .none { fail("domain \(write.domain) is held by the administrator and is written to") }
        if domain.isMigrating { fail("domain \(write.domain) is being moved and is written to") }
    }

    mutating func fail(_ text: String) {
        violation = violation ?? text
    }

    private mutating func check(
        _ write: PlannedWrite,
        _ target: Pages,
        _ domain: DomainSnapshot,
        _ decision: DomainDecision,
        _ host: HostDecision
    ) {
        let lowers = target < domain.target ?? target
        let size = target + decision.offset
        if lowers, size < decision.floor, decision.state == .balanced || decision.state == .silent {
            fail("I2: domain \(write.domain) is lowered to \(size), its floor is \(decision.floor)")
        }
        if lowers, let least = domain.dynamicMinimum, target < min(least, domain.target ?? least) {
            fail("I2: domain \(write.domain) is lowered to \(target), dynamic-min is \(least)")
        }
        let most = (domain.dynamicMaximum ?? domain.staticMaximum ?? target) - domain.videoRAM
        if target > max(most, domain.target ?? most) {
            fail("domain \(write.domain) is raised to \(target), its ceiling is \(most)")
        }
        let isShort = host.regime != .surplus || host.level > .none
        if lowers, !isShort, size + Self.tolerance < min(decision.goal, domain.info.current) {
            fail("I6: domain \(write.domain) is lowered to \(size) below its goal \(decision.goal) in surplus")
        }
    }

    private mutating func keep(_ plan: Plan, _ snapshot: HostSnapshot) {
        if lastRounds.count >= Self.kept { lastRounds.removeFirst() }
        var text = "\(snapshot.now): free \(snapshot.memory.free), \(plan.host.regime)"
        for write in plan.writes {
            text += "\n    domain \(write.domain) \(write.order) target \(write.target?.count ?? -1): \(write.reason)"
        }
        lastRounds.append(text)
    }

    private static func describe(
        _ host: HostModel,
        _ round: PolicyRound,
        _ reserved: ReservedMemory,
        _ reserve: Pages
    ) -> [String] {
        var lines = ["free \(host.free), scrubbing \(host.scrubbing), granted \(reserved.pages), reserve \(reserve)"]
        for answer in round.answers { lines.append("\(answer)") }
        for domain in host.domains {
            lines.append(
                "domain \(domain.id) \(domain.spec.driver.kind) flags \(domain.flags.rawValue): holds \(domain.held), "
                    + "limit \(domain.maximum), target \(domain.target)"
            )
        }
        return lines
    }

    /// By how much what domains may hold, what is granted and the reserve exceed what exists.
    private static func exposure(_ host: HostModel, _ reserved: ReservedMemory, _ reserve: Pages) -> Pages {
        var sum = reserved.pages + reserve - host.total
        for domain in host.domains {
            // dom0 holds what it holds; its limit is none of the balancer's business unless it is managed.
            sum += domain.id == .zero ? domain.held : max(domain.held, domain.maximum)
        }
        return sum
    }
}
