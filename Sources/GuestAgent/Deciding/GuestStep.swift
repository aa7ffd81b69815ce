import Xen

/// What the agent is to do after one look at the guest's memory.
struct GuestStep: Sendable, Hashable {
    /// Whether the sample is to be reported.
    var report = false
    /// What is to be asked for at once, nil for nothing.
    var need: KiB?
    /// What is to be done about swapped pages, nil where an interval is not over.
    var shrink: ShrinkStep?
    /// Whether there is not even a trace of a shortage.
    var isCalm = true
    /// When to look again, unless the kernel calls before.
    var wait: Duration
}
