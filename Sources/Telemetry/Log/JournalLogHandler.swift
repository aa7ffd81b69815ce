import Glibc
public import Logging

/// Hands each log event to systemd's journal with its data as fields, in the journal's own protocol.
///
/// `MESSAGE` is the line that ``LineLogHandler`` would write, so that it reads the same everywhere; each item of the data is
/// a field besides: `domain.name` becomes `BALLAST_DOMAIN_NAME`.
public struct JournalLogHandler: LogHandler {
    /// Data that stands in every event.
    public var metadata: Logger.Metadata = [:]
    /// The lowest level that is written.
    public var logLevel: Logger.Level = .info

    private let send: @Sendable ([UInt8]) -> Bool
    private let fallback: @Sendable (String) -> Void

    /// Where the journal listens.
    private static let socket = Array("/run/systemd/journal/socket".utf8)

    /// Makes a handler for the journal that standard error goes to; nil where it goes elsewhere.
    public init?() {
        guard getenv("JOURNAL_STREAM") != nil, access("/run/systemd/journal/socket", W_OK) == 0 else { return nil }
        self.init(send: { UnixDatagram.send($0, to: Self.socket) }, fallback: LineLogHandler.writeToStandardError)
    }

    /// Makes a handler.
    ///
    /// - Parameters:
    ///   - send: takes an event in the journal's protocol, and says whether it was heard.
    ///   - fallback: takes the line of an event that was not.
    init(send: @escaping @Sendable ([UInt8]) -> Bool, fallback: @escaping @Sendable (String) -> Void) {
        self.send = send
        self.fallback = fallback
    }

    /// One item of the data that stands in every event.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Hands an event over.
    public func log(event: LogEvent) {
        let data = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let line = LineLogHandler.line(of: event, data)
        let priority = LineLogHandler.priority(of: event.level)
        var message: [UInt8] = []
        Self.append("MESSAGE", line, to: &message)
        Self.append("PRIORITY", "\(priority)", to: &message)
        Self.append("SYSLOG_IDENTIFIER", "ballast", to: &message)
        for (key, value) in data.sorted(by: { $0.key < $1.key }) {
            Self.append(Self.field(key), "\(value)", to: &message)
        }
        if let error = event.error { Self.append("BALLAST_ERROR", "\(error)", to: &message) }
        if !send(message) { fallback("<\(priority)>\(line)\n") }
    }

    /// A name that the journal takes: capitals, digits and `_`.
    private static func field(_ key: String) -> String {
        "BALLAST_"
            + String(
                key.uppercased().map { character in
                    character.isASCII && (character.isLetter || character.isNumber) ? character : "_"
                }
            )
    }

    private static func append(_ name: String, _ value: String, to message: inout [UInt8]) {
        message += Array(name.utf8)
        guard value.utf8.contains(UInt8(ascii: "\n")) else {
            message += Array("=\(value)\n".utf8)
            return
        }
        // A value of several lines is told by its length, eight bytes, the lowest first.
        message.append(UInt8(ascii: "\n"))
        message += (0..<8).map { UInt8(truncatingIfNeeded: value.utf8.count >> (8 * $0)) }
        message += Array(value.utf8)
        message.append(UInt8(ascii: "\n"))
    }
}
