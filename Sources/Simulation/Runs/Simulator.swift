public import Ballooning
import Xen

/// Runs one scenario under one policy, step by step.
public struct Simulator<Policy: BalancingPolicy> {
    /// The length of a step, in microseconds.
    public static var step: Int { second / 10 }

    /// The host.
    public private(set) var host: HostModel
    /// The policy.
    public private(set) var policy: Policy
    /// What has been measured so far.
    public private(set) var tally: Tally

    /// How often the policy was asked.
    public private(set) var rounds = 0
    /// What goes wrong when its writes are carried out.
    public var faults: Faults?

    private let scenario: Scenario
    private var observer: HostObserver
    private var round = PolicyRound()
    private var nextEvent = 0
    private var pending = PendingStarts()
    private var leftAlone = LeftAlone()
    private var due = 0
    private var lastFree = Pages.zero
    private var lastReports = 0
    private var lastUrgent = 0

    /// Makes a run that has not begun.
    public init(_ scenario: Scenario, policy: Policy) {
        self.scenario = scenario
        self.policy = policy
        host = HostModel(total: scenario.total, controlDomain: scenario.controlDomain)
        if let last = scenario.lastDomainID { host.lastDomainID = last }
        observer = HostObserver(weights: scenario.weights)
        tally = Tally()
        for spec in scenario.domains { start(spec) }
    }

    /// Whether the scenario is over.
    public var isOver: Bool {
        host.microseconds >= scenario.seconds * second
    }

    /// What an agent in dom0 knew in the last round.
    public var snapshot: HostSnapshot {
        observer.snapshot
    }

    /// Runs to the end.
    ///
    /// - Returns: what was measured.
    public mutating func run() -> RunResult {
        while !isOver { advance() }
        return result
    }

    /// What was measured up to now.
    public var result: RunResult {
        tally.result(scenario: scenario.name, policy: policy.name, host: host)
    }

    /// Takes one step: events first, then the guests, then the policy if there is a reason to ask it.
    public mutating func advance() {
        var nobody = NoAuditor()
        advance(auditor: &nobody)
    }

    /// Takes one step under the eyes of an auditor.
    public mutating func advance(auditor: inout some RoundAuditor) {
        act()
        host.advance(microseconds: Self.step)
        tally.observe(host, step: Self.step)
        tally.waited += pending.specs.count * Self.step
        if isDue { ask(&auditor) }
    }

    /// What granted reservations keep.
    public var reserved: ReservedMemory {
        ReservedMemory(pages: pending.granted)
    }

    private mutating func act() {
        let now = host.microseconds / second
        while nextEvent < scenario.events.count, scenario.events[nextEvent].second <= now {
            apply(scenario.events[nextEvent].action)
            nextEvent += 1
        }
        for uuid in leftAlone.lapse(at: host.now) { restart(uuid) }
        guard !pending.isEmpty, host.microseconds % second == 0 else { return }
        pending.askAgain(at: host.now)
        for spec in pending.specs where begin(spec) { pending.remove(spec.uuid) }
    }

    private mutating func apply(_ action: Scenario.Action) {
        switch action {
        case .create(let spec):
            // A toolstack refuses to start a domain twice.
            guard !host.domains.contains(where: { $0.spec.uuid == spec.uuid }) else { return }
            guard !pending.specs.contains(where: { $0.uuid == spec.uuid }) else { return }
            start(spec)
        case .destroy(let uuid): end(uuid)
        case .reboot(let uuid): restart(uuid)
        case .hold(let uuid, let percent, let seconds):
            guard let index = host.domains.firstIndex(where: { $0.spec.uuid == uuid }) else { return }
            host.setByHand(host.domains[index].id, percent: percent)
            leftAlone.hold(uuid, until: host.now + .seconds(Int64(seconds)))
        case .migrate(let uuid, let seconds): leftAlone.move(uuid, until: host.now + .seconds(Int64(seconds)))
        case .pause(let uuid, let paused):
            guard let id = host.domains.first(where: { $0.spec.uuid == uuid })?.id else { return }
            host.setPaused(id, paused)
        }
    }

    private mutating func restart(_ uuid: DomainUUID) {
        guard let spec = host.domains.first(where: { $0.spec.uuid == uuid })?.spec else { return }
        end(uuid)
        start(spec)
    }

    private mutating func start(_ spec: DomainSpec) {
        var spec = spec
        if let reporter = policy.reporter, spec.reporter == .ballast { spec.reporter = reporter }
        guard !begin(spec) else { return }
        pending.append(spec, at: host.now)
        due = 0
    }

    private mutating func begin(_ spec: DomainSpec) -> Bool {
        let others = pending.granted - pending.granted(for: spec.uuid)
        guard host.free - others >= spec.start + spec.driver.offset else { return false }
        guard let id = host.create(spec), let index = host.index(of: id) else { return false }
        tally.add(host.domains[index])
        due = 0
        return true
    }

    private mutating func end(_ uuid: DomainUUID) {
        pending.remove(uuid)
        leftAlone.forget(uuid)
        guard let domain = host.domains.first(where: { $0.spec.uuid == uuid }) else { return }
        tally.remove(domain, at: host.microseconds)
        host.destroy(domain.id)
        due = 0
    }

    /// Whether the time has come, or something has happened that the policy waits for.
    private var isDue: Bool {
        if host.microseconds >= due { return true }
        if round.waitsForMemory, host.free > lastFree { return true }
        var urgent = 0
        var reports = 0
        for domain in host.domains {
            urgent = max(urgent, domain.reporter.requested)
            reports = max(reports, domain.reporter.reported)
        }
        return urgent > lastUrgent || (round.waitsForReports && reports > lastReports)
    }

    private mutating func ask(_ auditor: inout some RoundAuditor) {
        rounds += 1
        lastUrgent = host.microseconds
        lastReports = host.microseconds
        observer.observe(host, reservations: pending.reservations, leftAlone: leftAlone)
        round.clear()
        policy.decide(PolicyView(snapshot: observer.snapshot, host: host), into: &round)
        due = host.microseconds + max(100, round.pauseMilliseconds) * 1000
        auditor.willCarryOut(round, on: host, reserved: reserved)
        for answer in round.answers { pending.note(answer) }
        carryOut(&auditor)
        auditor.didCarryOut(round, on: host, reserved: reserved)
        lastFree = host.free
    }

    /// Carries out the writes in their order. Once a write has failed that makes room, no domain is raised any more:
    /// the plan counted on that room.
    private mutating func carryOut(_ auditor: inout some RoundAuditor) {
        var isShort = false
        var isDisturbed = false
        for index in round.writes.indices {
            let write = round.writes[index]
            let fault = faults?.next()
            if case .disconnected = fault { isShort = true }
            if isShort, host.isRaise(write) || fault != nil {
                policy.note(.failed, ofWrite: index)
                continue
            }
            switch fault {
            case .failed, .disconnected:
                isShort = true
                policy.note(.failed, ofWrite: index)
                continue
            case .vanished: end(write.uuid)
            case .rebooted: apply(.reboot(write.uuid))
            case nil: break
            }
            if case .rebooted = fault { isDisturbed = true }
            policy.note(host.carryOut(write), ofWrite: index)
            if write.target != nil { tally.targetWrites += 1 }
        }
        // What a toolstack took in the middle of a round is not the policy's doing.
        if isDisturbed { auditor.willCarryOut(round, on: host, reserved: reserved) }
    }
}

extension HostModel {
    /// The time as the policy counts it.
    var now: Instant {
        Instant(milliseconds: Int64(microseconds / 1000))
    }

    /// Whether a write lets its domain hold more.
    func isRaise(_ write: PolicyWrite) -> Bool {
        guard let index = index(of: write.domain) else { return false }
        return write.maximum.map { $0 > domains[index].maximum } ?? false
            || write.target.map { $0 > domains[index].target } ?? false
    }

    /// Carries out a write as the agent does: under the domain's identity, the limit first where the domain grows.
    mutating func carryOut(_ write: PolicyWrite) -> WriteOutcome {
        guard let index = index(of: write.domain), domains[index].spec.uuid == write.uuid else { return .gone }
        if let maximum = write.maximum { domains[index].maximum = maximum }
        if let target = write.target { domains[index].target = target }
        if let target = write.populateOnDemandTarget { setPopulateOnDemandTarget(of: write.domain, to: target) }
        return .written
    }
}
