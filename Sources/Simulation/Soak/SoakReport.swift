/// What a soak has seen.
public struct SoakReport: Sendable {
    /// The seed that it was started with.
    public let seed: UInt64
    /// Hosts that were run.
    public internal(set) var episodes = 0
    /// Hosts on which nothing changed for so long that no target may have been written any more.
    public internal(set) var atRest = 0
    /// Decisions about a domain that were looked at.
    public internal(set) var domainRounds = 0
    /// Targets that were written.
    public internal(set) var targetWrites = 0
    /// Seconds of host time.
    public internal(set) var hostSeconds = 0
    /// The invariant that was broken, nil if none was.
    public internal(set) var violation: String?
    /// The seed of the host on which it was broken.
    public internal(set) var episodeSeed: UInt64?
    /// Whether that was a host on which nothing changed.
    public internal(set) var isCalm = false
    /// What was written in the last rounds before.
    public internal(set) var lastRounds: [String] = []

    init(seed: UInt64) {
        self.seed = seed
    }
}

extension SoakReport: CustomStringConvertible {
    /// What was seen, and where something was broken all that is needed to see it again.
    public var description: String {
        let sums =
            "\(domainRounds) domain rounds on \(episodes) hosts, \(atRest) of them at rest, \(hostSeconds / 3600) hours of host time, "
            + "\(targetWrites) targets written, seed \(seed)"
        guard let violation else { return "soak: \(sums), all invariants held\n" }
        return """
            soak: \(violation)
            after \(sums), on the \(isCalm ? "calm " : "")host of seed \(episodeSeed ?? seed)
            the last rounds:
            \(lastRounds.joined(separator: "\n"))

            """
    }
}
