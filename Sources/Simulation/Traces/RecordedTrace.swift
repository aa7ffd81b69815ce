import Xen

/// A demand that was measured: samples in time order, each in force until the next, started over at the end.
public struct RecordedTrace: Sendable, Hashable {
    /// What was wanted from one moment on.
    public struct Sample: Sendable, Hashable {
        /// When it comes into force, in seconds from the start.
        public var second: Int
        /// What is wanted from then on.
        public var demand: Demand
    }

    /// The samples in time order, the first at 0.
    public internal(set) var samples: [Sample]
    /// When the trace starts over, in seconds; more than 0.
    public internal(set) var length: Int

    /// What is wanted by a guest of that age, in microseconds.
    func demand(age: Int) -> Demand {
        let moment = age / Simulation.second % max(1, length)
        var low = 0
        var high = samples.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if samples[middle].second <= moment { low = middle } else { high = middle }
        }
        return samples.indices.contains(low) ? samples[low].demand : .none
    }
}
