import Glibc

/// The agent's log: lines on the standard error, with journald's level where it reads them.
package struct GuestLog: Sendable {
    private let hasLevels: Bool
    private let isQuiet: Bool

    /// Makes a log.
    ///
    /// - Parameter isQuiet: whether only warnings are shown.
    package init(isQuiet: Bool = false) {
        // systemd sets it for a service whose output goes to the journal, which reads sd-daemon(3)'s prefixes.
        hasLevels = getenv("JOURNAL_STREAM") != nil
        self.isQuiet = isQuiet
    }

    /// Notes a change of state.
    func notice(_ message: StaticString, _ metadata: KeyValuePairs<StaticString, String> = [:]) {
        if !isQuiet { write("<5>", message, metadata) }
    }

    /// Notes what somebody should mend.
    package func warning(_ message: StaticString, _ metadata: KeyValuePairs<StaticString, String> = [:]) {
        write("<4>", message, metadata)
    }

    private func write(
        _ level: StaticString,
        _ message: StaticString,
        _ metadata: KeyValuePairs<StaticString, String>
    ) {
        var line = hasLevels ? "\(level)\(message)" : "ballast-guest: \(message)"
        for (key, value) in metadata { line += " \(key)=\"\(value)\"" }
        line += "\n"
        // A log that nobody reads must not hold up the agent, so a failure is not a failure.
        _ = line.withUTF8 { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
