public import Xen

/// The policy: from what is known of a host to what is to be done, with the reason for each step.
///
/// It has no clock and no connection to anything. The daemon, the simulator, the benchmark and the replay of a recorded
/// trace all call ``plan(_:settings:into:)`` with a snapshot and carry out what comes back.
public struct Balancer: Sendable {
    /// What is remembered from plan to plan.
    public private(set) var history: History
    private var buffer: [DomainHistory] = []

    /// Makes a balancer that goes on where `history` ends.
    public init(history: History = History()) {
        self.history = history
    }

    /// Decides what is to be done now.
    ///
    /// - Parameters:
    ///   - snapshot: the host at one instant.
    ///   - settings: what the administrator wants.
    ///   - plan: is replaced; its storage is reused.
    public mutating func plan(_ snapshot: HostSnapshot, settings: Settings, into plan: inout Plan) {
        plan.clear()
        history.match(snapshot.domains, buffer: &buffer)
        for index in snapshot.domains.indices {
            plan.decisions.append(decide(snapshot, index, settings))
        }
        let reserve = settings.host.reserve(of: snapshot.memory.total)
        plan.host.reserve = reserve
        plan.host.room = snapshot.memory.free - reserve - snapshot.memory.claimed
        for domain in snapshot.domains {
            plan.host.room = plan.host.room - max(.zero, domain.info.maximum - domain.info.current)
        }
        for index in snapshot.domains.indices { lower(snapshot.domains[index], settings, index, &plan) }
        for index in snapshot.domains.indices { raise(snapshot.domains[index], settings, index, &plan) }
        plan.nextDeadline = snapshot.now + settings.profile(0).interval
    }

    /// Takes note of what became of a write of the last plan.
    public mutating func note(_ outcome: WriteOutcome, of write: PlannedWrite) {
    }

    private mutating func decide(_ snapshot: HostSnapshot, _ index: Int, _ settings: Settings) -> DomainDecision {
        let domain = snapshot.domains[index]
        let current = domain.info.current
        func leave(_ state: DomainState, _ reason: Reason) -> DomainDecision {
            DomainDecision(
                id: domain.info.id,
                state: state,
                current: current,
                target: domain.target,
                reason: reason
            )
        }
        guard domain.role == .guest else { return leave(.unmanaged, .service) }
        guard domain.info.flags.isDisjoint(with: [.dying, .shutdown]) else { return leave(.suspended, .stopped) }
        guard !domain.info.flags.contains(.paused) else { return leave(.suspended, .paused) }
        guard !domain.isMigrating else { return leave(.migrating, .migrating) }
        switch domain.hold {
        case .none: break
        case .pinned: return leave(.held, .pinned)
        case .administrator(let until): return leave(.held, .heldByAdministrator(until: until))
        }
        guard let target = domain.target else { return leave(.unmanaged, .incomplete) }
        let profile = settings.profile(domain.profile)
        guard profile.selfballooning else { return leave(.unmanaged, .disabled) }
        let offset = history.domains[index].offset ?? current - target
        history.domains[index].offset = offset
        guard let report = domain.report, report.isPlausible(host: snapshot.memory.total) else {
            return leave(.silent, .settled(goal: current))
        }
        var decision = leave(.balanced, .settled(goal: current))
        let largest = (domain.staticMaximum ?? target) - domain.videoRAM
        decision.offset = offset
        decision.ceiling = (domain.dynamicMaximum ?? largest) + offset
        let floor = domain.dynamicMinimum ?? Floor.curve(largest: largest, minimumUsable: profile.minimumUsable)
        decision.floor = min(floor + offset, decision.ceiling)
        let goal = Goal(report, current: current, settings: profile)
        decision.goal = goal.size.clamped(to: decision.floor...decision.ceiling)
        decision.share = decision.goal
        decision.pool = max(.zero, current - decision.goal)
        let elapsed = snapshot.now - history.domains[index].steppedAt
        guard elapsed >= profile.interval - profile.interval / 10 else {
            decision.size = target + offset
            return decision
        }
        history.domains[index].steppedAt = snapshot.now
        decision.size = Hysteresis.step(
            from: current,
            to: decision.goal,
            down: profile.downHysteresis,
            up: profile.upHysteresis
        )
        decision.reason =
            current > decision.goal
            ? .shrinkTowardsGoal(current: current, goal: decision.goal, hysteresis: profile.downHysteresis)
            : .growTowardsGoal(current: current, goal: decision.goal, hysteresis: profile.upHysteresis)
        return decision
    }

    private func lower(_ domain: DomainSnapshot, _ settings: Settings, _ index: Int, _ plan: inout Plan) {
        let decision = plan.decisions[index]
        guard decision.state == .balanced, let target = domain.target else { return }
        let next = decision.size - decision.offset
        guard next < target else { return }
        let limit = next + max(decision.offset, domain.videoRAM) + settings.host.maximumSlack
        plan.host.room =
            plan.host.room + max(.zero, domain.info.maximum - domain.info.current)
            - max(.zero, limit - domain.info.current)
        plan.decisions[index].target = next
        plan.writes.append(write(domain, .lower, next, limit, decision.reason))
    }

    private func raise(_ domain: DomainSnapshot, _ settings: Settings, _ index: Int, _ plan: inout Plan) {
        let decision = plan.decisions[index]
        guard decision.state == .balanced, let target = domain.target else { return }
        let wanted = decision.size - decision.offset - target
        guard wanted > .zero else { return }
        let granted = min(wanted, max(.zero, plan.host.room))
        plan.waiting = plan.waiting + (wanted - granted)
        guard granted > .zero else { return }
        let limit = target + granted + max(decision.offset, domain.videoRAM) + settings.host.maximumSlack
        plan.host.room = plan.host.room - max(.zero, limit - max(domain.info.current, domain.info.maximum))
        plan.decisions[index].target = target + granted
        plan.writes.append(write(domain, .raise, target + granted, limit, decision.reason))
    }

    private func write(
        _ domain: DomainSnapshot,
        _ order: PlannedWrite.Order,
        _ target: Pages,
        _ limit: Pages,
        _ reason: Reason
    ) -> PlannedWrite {
        let pod = domain.info.flags.contains(.hardwareAssisted) ? target + .mib(1) : nil
        return PlannedWrite(
            domain: domain.info.id,
            uuid: domain.info.uuid,
            order: order,
            target: target,
            maximum: limit.kib,
            populateOnDemandTarget: pod,
            reason: reason
        )
    }
}
