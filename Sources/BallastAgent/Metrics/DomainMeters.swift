import Ballooning
import CoreMetrics
import Xen

/// The gauges of one domain, and what has to be remembered to time what happens to it.
struct DomainMeters {
    /// What the labels say; another domain under the number, or another name, needs others.
    let identity: Identity

    private let factory: any MetricsFactory
    private var gauges: [Meter?]
    private var state: (word: DomainState, meter: Meter)?
    /// When the urgent call came in that was answered last.
    private var answered = Instant.distantPast
    /// A shrink that is not over yet: when it began, and what the domain is to come down to.
    private var shrink: (began: Instant, size: Pages)?

    /// Who a domain is.
    struct Identity: Hashable {
        var id: DomainID
        var uuid: DomainUUID
        var name: String

        var labels: [(String, String)] {
            [("domid", "\(id)"), ("name", name), ("uuid", "\(uuid)")]
        }
    }

    init(_ identity: Identity, _ factory: any MetricsFactory) {
        self.identity = identity
        self.factory = factory
        gauges = Self.definitions.map { _ in nil }
    }

    /// Shows what a round has decided.
    ///
    /// - Parameter backEndPool: what the domain's back ends hold for it; nil where that is not known.
    mutating func show(_ decision: DomainDecision, backEndPool: Pages?) {
        let values: [Double?] = [
            decision.current.bytes, decision.floor.bytes, decision.goal.bytes, decision.ceiling.bytes,
            decision.target?.bytes, decision.pool.bytes, decision.headroom.bytes, backEndPool?.bytes,
            decision.stall.ratio,
        ]
        for (index, value) in values.enumerated() { set(index, value) }
        guard state?.word != decision.state else { return }
        state?.meter.destroy()
        let meter = Meter(
            label: MetricDefinition.state.name,
            dimensions: identity.labels + [("state", decision.state.rawValue)],
            factory: factory
        )
        meter.set(1)
        state = (decision.state, meter)
    }

    /// In the order of the values of ``show(_:backEndPool:)``.
    private static let definitions: [MetricDefinition] = [
        .current, .floor, .goal, .ceiling, .target, .pool, .headroom, .backEndPool, .stall,
    ]

    private mutating func set(_ index: Int, _ value: Double?) {
        guard let value else {
            gauges[index]?.destroy()
            gauges[index] = nil
            return
        }
        if gauges[index] == nil {
            let name = Self.definitions[index].name
            gauges[index] = Meter(label: name, dimensions: identity.labels, factory: factory)
        }
        gauges[index]?.set(value)
    }

    /// Notes that a target was written.
    ///
    /// - Returns: when the guest's call came in that the write is the first answer to, nil if there is none.
    mutating func note(_ target: Pages, of domain: DomainSnapshot, offset: Pages, at now: Instant) -> Instant? {
        guard let before = domain.target, target != before else { return nil }
        guard target > before else {
            shrink = (shrink?.began ?? now, target + offset)
            return nil
        }
        shrink = nil
        guard let call = domain.urgent, call.received > answered else { return nil }
        answered = call.received
        return call.received
    }

    /// The time that the domain took to come down to its target, once, when it has.
    mutating func finishedShrink(current: Pages, at now: Instant) -> Milliseconds? {
        // libxl lets a domain be 1 MiB off its target.
        guard let shrink, current <= shrink.size + .mib(1) else { return nil }
        self.shrink = nil
        return now - shrink.began
    }

    /// Takes the series away.
    func destroy() {
        for gauge in gauges { gauge?.destroy() }
        state?.meter.destroy()
    }
}
