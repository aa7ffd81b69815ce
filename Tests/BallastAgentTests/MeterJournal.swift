import CoreMetrics
import Synchronization

/// A back end of swift-metrics that notes each value of a meter, one after another, and takes nothing else down.
final class MeterJournal: MetricsFactory {
    private let noted = Mutex<[(label: String, value: Double)]>([])

    var entries: [(label: String, value: Double)] { noted.withLock(\.self) }

    private final class Meter: MeterHandler {
        private let label: String
        private let journal: MeterJournal

        init(_ label: String, _ journal: MeterJournal) {
            self.label = label
            self.journal = journal
        }

        func set(_ value: Int64) { set(Double(value)) }
        func set(_ value: Double) { journal.noted.withLock { $0.append((label, value)) } }
        func increment(by amount: Double) {}
        func decrement(by amount: Double) {}
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler { Meter(label, self) }
    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        NOOPMetricsHandler.instance
    }
    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        NOOPMetricsHandler.instance
    }
    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { NOOPMetricsHandler.instance }
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
}
