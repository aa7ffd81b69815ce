import Glibc
public import Logging

/// Writes one line to standard error for each log event: the phrase, then its data as `key=value`.
///
/// Under systemd the line starts with the priority that sd-daemon(3) defines and carries no time, since the journal
/// keeps both itself. On a terminal it starts with the time of day and the level in words.
public struct LineLogHandler: LogHandler {
    /// Data that stands in every line.
    public var metadata: Logger.Metadata = [:]
    /// The lowest level that is written.
    public var logLevel: Logger.Level = .info

    private let style: Style
    private let write: @Sendable (String) -> Void

    /// How a line begins.
    public enum Style: Sendable {
        /// `<6>phrase key=value`, for the journal.
        case journal
        /// `12:30:05 info    phrase key=value`, for people.
        case terminal

        /// The style that fits where standard error goes: systemd names the journal's socket in `JOURNAL_STREAM`.
        public static var automatic: Style {
            getenv("JOURNAL_STREAM") == nil ? .terminal : .journal
        }
    }

    /// Makes a handler.
    ///
    /// - Parameters:
    ///   - style: how a line begins.
    ///   - write: takes each line, its newline included; standard error if none is given.
    public init(style: Style, write: @escaping @Sendable (String) -> Void = Self.writeToStandardError) {
        self.style = style
        self.write = write
    }

    /// One item of the data that stands in every line.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes the line of an event.
    public func log(event: LogEvent) {
        let data = metadata.merging(event.metadata ?? [:]) { _, new in new }
        write(prefix(of: event.level) + Self.line(of: event, data) + "\n")
    }

    /// The phrase of an event and its data, without what stands before them.
    static func line(of event: LogEvent, _ data: Logger.Metadata) -> String {
        var line = "\(event.message)"
        for (key, value) in data.sorted(by: { $0.key < $1.key }) {
            line += " \(key)=\(quoted("\(value)"))"
        }
        if let error = event.error { line += " error=\(quoted("\(error)"))" }
        return line
    }

    /// Writes a line to standard error in one piece, so that lines of several threads do not mix.
    public static func writeToStandardError(_ line: String) {
        var line = line
        line.withUTF8 { bytes in
            // A log that cannot be written is no reason to stop balancing.
            _ = Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
        }
    }

    private func prefix(of level: Logger.Level) -> String {
        switch style {
        case .journal:
            return "<\(Self.priority(of: level))>"
        case .terminal:
            let word = level.rawValue
            return Self.timeOfDay() + " " + word + String(repeating: " ", count: max(0, 8 - word.count)) + " "
        }
    }

    /// The syslog priority of a level, as sd-daemon(3) numbers them.
    static func priority(of level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }

    private static func timeOfDay() -> String {
        var seconds = time(nil)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return [parts.tm_hour, parts.tm_min, parts.tm_sec]
            .map { $0 < 10 ? "0\($0)" : "\($0)" }
            .joined(separator: ":")
    }

    /// A value that can be told from its neighbours: in quotes if it holds a space, a quote or a control character.
    private static func quoted(_ value: String) -> String {
        let plain = value.unicodeScalars.allSatisfy { $0.value > 0x20 && $0 != "\"" && $0.value != 0x7F }
        guard !plain || value.isEmpty else { return value }
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                text += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
