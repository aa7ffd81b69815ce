/// How long to wait before something that failed is tried again: twice as long each time, up to a limit.
struct BackOff {
    private let first: Duration
    private let limit: Duration
    private var next: Duration

    /// Starts with `first`.
    init(from first: Duration, to limit: Duration) {
        self.first = first
        self.limit = limit
        next = first
    }

    /// The wait after one more failure.
    mutating func fail() -> Duration {
        defer { next = min(limit, next + next) }
        return next
    }

    /// Forgets the failures.
    mutating func succeed() {
        next = first
    }
}
