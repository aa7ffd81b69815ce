public import Ballooning
import CoreMetrics
import Xen

/// The agent's metrics, kept through swift-metrics: what an exporter makes of them is up to the factory.
///
/// Without a factory nothing is counted, and a domain has no series.
final class AgentMeters {
    private let factory: (any MetricsFactory)?
    private let rounds: Counter
    private let writes: Counter
    private let storms: Counter
    private let reconnections: Counter
    private let roundDuration: Timer
    private let urgentToTarget: Timer
    private let shrinkToFree: Timer
    /// The counters that have a label, by their name and its value.
    private var labelled: [[String]: Counter] = [:]
    private var host: [String: Meter] = [:]
    /// Sorted by domid.
    private var domains: [DomainMeters] = []
    private var previous: [DomainMeters] = []

    init(_ factory: (any MetricsFactory)?) {
        self.factory = factory
        let maker = factory ?? NOOPMetricsHandler.instance
        func counter(_ definition: MetricDefinition) -> Counter { Counter(label: definition.name, factory: maker) }
        func timer(_ definition: MetricDefinition) -> Timer { Timer(label: definition.name, factory: maker) }
        rounds = counter(.rounds)
        writes = counter(.writes)
        storms = counter(.storms)
        reconnections = counter(.reconnections)
        roundDuration = timer(.roundDuration)
        urgentToTarget = timer(.urgentToTarget)
        shrinkToFree = timer(.shrinkToFree)
        guard let factory else { return }
        Meter(
            label: MetricDefinition.info.name,
            dimensions: [("version", BallastVersion.current)],
            factory: factory
        ).set(1)
        // A counter that is there before anything went wrong shows the first time that something does.
        for source in TroubleSource.allCases { note(source, times: 0) }
        for what in Refused.allCases { note(refused: what, times: 0) }
        for reclaimer in Reclaimer.allCases { note(squeezeOf: reclaimer, times: 0) }
    }

    /// What is refused.
    enum Refused: String, CaseIterable {
        /// A value in xenstore or in the file.
        case setting
        /// What a guest says of itself.
        case report
    }

    func note(_ source: TroubleSource, times: Int = 1) { count(.errors, "from", source.rawValue, times) }
    func note(refused what: Refused, times: Int = 1) { count(.refusals, "what", what.rawValue, times) }
    func note(squeezeOf reclaimer: Reclaimer, times: Int = 1) { count(.squeezes, "from", reclaimer.rawValue, times) }
    func note(reservation state: String) { count(.reservations, "state", state, 1) }
    func noteStorm() { storms.increment() }
    func noteReconnection() { reconnections.increment() }

    private func count(_ definition: MetricDefinition, _ label: String, _ value: String, _ times: Int) {
        guard let factory else { return }
        let key = [definition.name, value]
        let counter =
            labelled[key] ?? Counter(label: definition.name, dimensions: [(label, value)], factory: factory)
        labelled[key] = counter
        counter.increment(by: times)
    }

    /// Takes a round into account.
    ///
    /// - Parameters:
    ///   - elapsed: the time since the instant that the round bears.
    ///   - backEndPools: what the back ends hold, by the guest that they hold it for.
    func note(_ round: RoundReport, elapsed: Duration, backEndPools: [DomainID: Pages]) {
        guard let factory else { return }
        rounds.increment()
        roundDuration.recordNanoseconds(round.duration.nanoseconds)
        match(round, factory)
        for index in domains.indices {
            let decision = round.plan.decisions[index]
            domains[index].show(decision, backEndPool: backEndPools[decision.id])
            if let time = domains[index].finishedShrink(current: decision.current, at: round.now) {
                shrinkToFree.recordMilliseconds(time.count)
            }
        }
        // After the domains: whoever reads the page in between never sees more of them counted than shown.
        showHost(round, factory)
        for write in round.writes where write.outcome == .written {
            guard let target = write.planned.target else { continue }
            writes.increment()
            guard let index = index(of: write.planned.domain) else { continue }
            let offset = round.plan.decisions[index].offset
            let domain = round.snapshot.domains[index]
            if let call = domains[index].note(target, of: domain, offset: offset, at: round.now) {
                let waited = Duration.milliseconds((round.now - call).count) + elapsed
                urgentToTarget.recordNanoseconds(waited.nanoseconds)
            }
        }
    }

    private func showHost(_ round: RoundReport, _ factory: any MetricsFactory) {
        let values: [(MetricDefinition, Double)] = [
            (.pressure, Double(round.host.level.rawValue)), (.total, round.memory.total.bytes),
            (.free, round.memory.free.bytes), (.reserve, round.host.reserve.bytes),
            (.budget, round.host.budget.bytes), (.reserved, round.host.reserved.bytes),
            (.domains, Double(round.snapshot.domains.count)),
        ]
        for (definition, value) in values {
            let meter = host[definition.name] ?? Meter(label: definition.name, factory: factory)
            host[definition.name] = meter
            meter.set(value)
        }
    }

    /// Where a domain's series stand in ``domains``.
    private func index(of id: DomainID) -> Int? {
        domains.index(of: id, by: \.identity.id)
    }

    /// Gives each domain of the round its series and takes those of the others away: one pass over both lists.
    private func match(_ round: RoundReport, _ factory: any MetricsFactory) {
        swap(&domains, &previous)
        domains.removeAll(keepingCapacity: true)
        var old = 0
        for record in round.records {
            let identity = DomainMeters.Identity(
                id: record.info.id,
                uuid: record.info.uuid,
                name: record.nodes.name ?? ""
            )
            while old < previous.count, previous[old].identity.id < identity.id {
                previous[old].destroy()
                old += 1
            }
            if old < previous.count, previous[old].identity.id == identity.id {
                defer { old += 1 }
                if previous[old].identity == identity {
                    domains.append(previous[old])
                    continue
                }
                previous[old].destroy()
            }
            domains.append(DomainMeters(identity, factory))
        }
        for gone in previous[old...] { gone.destroy() }
        previous.removeAll(keepingCapacity: true)
    }
}

extension Duration {
    /// The duration in whole nanoseconds.
    fileprivate var nanoseconds: Int64 { Int64(self / .nanoseconds(1)) }
}

extension Pages {
    /// The same in bytes, the unit of every amount among the metrics.
    var bytes: Double { Double(count) * 4096 }
}

extension StallRate {
    /// The same as a part of the time, from 0 to 1.
    public var ratio: Double { Double(microsecondsPerSecond) / 1_000_000 }
}
