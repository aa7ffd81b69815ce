import CoreMetrics
import Synchronization

/// How often what was observed was at most as large as each of some bounds. A timer's observations are in seconds.
final class HistogramSeries: MetricSeries, TimerHandler, RecorderHandler {
    let name: String
    let labels: MetricLabels
    private let bounds: [Double]
    private let state: Mutex<State>

    private struct State {
        var counts: [Int]
        var sum = 0.0
    }

    init(name: String, labels: MetricLabels, bounds: [Double]) {
        self.name = name
        self.labels = labels
        self.bounds = bounds
        // The last one is for what is beyond every bound.
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func recordNanoseconds(_ duration: Int64) {
        record(Double(duration) / 1_000_000_000)
    }

    func record(_ value: Int64) {
        record(Double(value))
    }

    func record(_ value: Double) {
        guard !value.isNaN else { return }
        let index = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[index] += 1
            state.sum += value
        }
    }

    func write(to page: inout MetricsPage) {
        let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
        let prefix = labels.text.isEmpty ? "" : labels.text + ","
        var total = 0
        for (bound, count) in zip(bounds + [.infinity], counts) {
            total += count
            page.add(name + "_bucket", prefix + "le=\"\(MetricsPage.text(bound))\"", Double(total))
        }
        page.add(name + "_sum", labels, sum)
        page.add(name + "_count", labels, Double(total))
    }
}
