import CoreMetrics
import Synchronization

/// The values of one metric under one set of labels.
protocol MetricSeries: AnyObject, Sendable {
    /// The metric's name.
    var name: String { get }
    /// The labels.
    var labels: MetricLabels { get }
    /// Writes what it holds now.
    func write(to page: inout MetricsPage)
}

/// A sum that only grows.
final class CounterSeries: MetricSeries, CounterHandler, FloatingPointCounterHandler {
    let name: String
    let labels: MetricLabels
    private let sum = Mutex(0.0)

    init(name: String, labels: MetricLabels) {
        self.name = name
        self.labels = labels
    }

    func increment(by amount: Int64) {
        increment(by: Double(amount))
    }

    func increment(by amount: Double) {
        // A counter that falls would look like a restart of the program.
        guard amount > 0 else { return }
        sum.withLock { $0 += amount }
    }

    func reset() {
        sum.withLock { $0 = 0 }
    }

    func write(to page: inout MetricsPage) {
        page.add(name, labels, sum.withLock { $0 })
    }
}

/// A value that goes up and down.
final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
    let name: String
    let labels: MetricLabels
    private let value = Mutex(0.0)

    init(name: String, labels: MetricLabels) {
        self.name = name
        self.labels = labels
    }

    func set(_ value: Int64) {
        set(Double(value))
    }

    func set(_ value: Double) {
        self.value.withLock { $0 = value }
    }

    func increment(by amount: Double) {
        value.withLock { $0 += amount }
    }

    func decrement(by amount: Double) {
        value.withLock { $0 -= amount }
    }

    func record(_ value: Int64) {
        set(value)
    }

    func record(_ value: Double) {
        set(value)
    }

    func write(to page: inout MetricsPage) {
        page.add(name, labels, value.withLock { $0 })
    }
}
