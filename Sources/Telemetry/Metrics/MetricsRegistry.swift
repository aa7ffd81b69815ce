public import CoreMetrics
import Synchronization

/// Keeps the values of a program's metrics and prints them as a page: a back end of swift-metrics.
///
/// A series lives from the first time it is made until it is destroyed; the page shows the metrics in the order of their
/// descriptions, those without one behind them by name, and each metric's series in the order in which they were made.
public final class MetricsRegistry: Sendable {
    private let descriptions: [String: (place: Int, description: MetricDescription)]
    private let state = Mutex(State())

    private struct Key: Hashable {
        var name: String
        var labels: MetricLabels
    }

    private struct State {
        var series: [Key: (number: Int, series: any MetricSeries)] = [:]
        var made = 0
    }

    /// Makes a registry without values.
    ///
    /// - Parameter descriptions: the metrics that are expected. Any other is shown too, with its name for its help.
    public init(_ descriptions: [MetricDescription]) {
        var places: [String: (place: Int, description: MetricDescription)] = [:]
        for (place, description) in descriptions.enumerated() { places[description.name] = (place, description) }
        self.descriptions = places
    }

    /// The page of what is held now.
    public func page() -> MetricsPage {
        let all = state.withLock { Array($0.series.values) }
        var families: [String: [(number: Int, series: any MetricSeries)]] = [:]
        for entry in all { families[entry.series.name, default: []].append(entry) }
        let names = families.keys.sorted { first, second in
            (descriptions[first]?.place ?? Int.max, first) < (descriptions[second]?.place ?? Int.max, second)
        }
        var page = MetricsPage()
        for name in names {
            let members = (families[name] ?? []).sorted { $0.number < $1.number }
            guard let first = members.first else { continue }
            page.begin(descriptions[name]?.description ?? MetricDescription(name, name, first.series.usualKind))
            for member in members { member.series.write(to: &page) }
        }
        return page
    }

    /// The series of that name and these labels: the one there is, or a new one where there is none, or one of another
    /// kind.
    private func series<Series: MetricSeries>(
        _ label: String,
        _ dimensions: [(String, String)],
        _ make: (String, MetricLabels) -> Series
    ) -> Series {
        let key = Key(name: MetricLabels.name(label), labels: MetricLabels(dimensions))
        return state.withLock { state in
            if let series = state.series[key]?.series as? Series { return series }
            let series = make(key.name, key.labels)
            state.series[key] = (state.made, series)
            state.made += 1
            return series
        }
    }

    private func remove(_ handler: AnyObject) {
        guard let series = handler as? any MetricSeries else { return }
        let key = Key(name: series.name, labels: series.labels)
        state.withLock { state in
            // Another one may have taken its place since.
            guard state.series[key]?.series === series else { return }
            state.series[key] = nil
        }
    }

    private func histogram(_ label: String, _ dimensions: [(String, String)]) -> HistogramSeries {
        series(label, dimensions) { name, labels in
            var bounds = Self.usualBounds
            if case .histogram(let own) = descriptions[name]?.description.kind { bounds = own }
            return HistogramSeries(name: name, labels: labels, bounds: bounds)
        }
    }

    /// The bounds of a histogram that nobody has described, those that Prometheus' own libraries use.
    private static let usualBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
}

extension MetricsRegistry: MetricsFactory {
    /// What swift-metrics asks of a back end.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, CounterSeries.init)
    }

    /// What swift-metrics asks of a back end.
    public func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(label, dimensions, CounterSeries.init)
    }

    /// What swift-metrics asks of a back end.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, GaugeSeries.init)
    }

    /// What swift-metrics asks of a back end.
    public func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        aggregate ? histogram(label, dimensions) : series(label, dimensions, GaugeSeries.init)
    }

    /// What swift-metrics asks of a back end.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions)
    }

    /// What swift-metrics asks of a back end.
    public func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
    /// What swift-metrics asks of a back end.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
    /// What swift-metrics asks of a back end.
    public func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
    /// What swift-metrics asks of a back end.
    public func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
    /// What swift-metrics asks of a back end.
    public func destroyTimer(_ handler: any TimerHandler) { remove(handler) }
}

extension MetricSeries {
    /// What a series is where nobody has described it.
    fileprivate var usualKind: MetricDescription.Kind {
        if self is CounterSeries { return .counter }
        return self is HistogramSeries ? .histogram([]) : .gauge
    }
}
