import Xen

/// How short of memory a guest was between two samples.
struct Pressure: Sendable, Hashable {
    /// What is short, nil where nothing is.
    var shortage: KiB?
    /// The part of the time in which some task waited for memory, in thousandths.
    var stall: Int

    /// No shortage and no stall.
    static let calm = Pressure(shortage: nil, stall: 0)

    /// Whether there is not even a trace of a shortage: a hundredth of the time or more is one.
    var isCalm: Bool {
        shortage == nil && stall < 10
    }
}
