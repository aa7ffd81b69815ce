extension Duration {
    /// The whole microseconds; a duration beyond some 290,000 years saturates.
    var microseconds: Int {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = Int(seconds).multipliedReportingOverflow(by: 1_000_000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        return scaled + Int(attoseconds / 1_000_000_000_000)
    }
}
