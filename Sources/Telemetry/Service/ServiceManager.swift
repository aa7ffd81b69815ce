import Glibc

/// The program that started this one and wants to hear how it does: systemd, or any other that speaks its protocol.
///
/// The protocol is that of sd_notify(3): one datagram of lines `KEY=value` to the unix socket that `NOTIFY_SOCKET`
/// names, either by its path or, after an `@`, by a name of Linux's abstract namespace.
public struct ServiceManager: Sendable {
    /// Within what time it wants to hear of work done before it takes the service for hung; nil if it does not care.
    public let patience: Duration?

    private let name: [UInt8]

    /// Finds the manager in the environment.
    ///
    /// - Parameters:
    ///   - variable: the value of an environment variable, nil where there is none.
    ///   - process: this process, which it is if none is given; the watchdog may be another one's.
    /// - Returns: nil where nobody wants to hear, or where the name is not one of a unix socket.
    public init?(process: Int32? = nil, variable: (String) -> String? = Self.variable) {
        guard let socket = variable("NOTIFY_SOCKET"), socket.hasPrefix("/") || socket.hasPrefix("@") else { return nil }
        var name = Array(socket.utf8)
        // The abstract namespace's names begin with a NUL, and are as long as the address says.
        if name.first == UInt8(ascii: "@") { name[0] = 0 }
        guard 2..<UnixDatagram.room ~= name.count else { return nil }
        self.name = name
        let isOurs = variable("WATCHDOG_PID").map { $0 == "\(process ?? getpid())" } ?? true
        let microseconds = variable("WATCHDOG_USEC").flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil }
        patience = isOurs ? microseconds.map { .microseconds($0) } : nil
    }

    /// A variable of this process's environment.
    public static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// Tells the manager, in one datagram, without waiting.
    ///
    /// - Returns: whether it will hear of it: its queue may be full, or it may have gone.
    @discardableResult
    public func tell(_ states: [ServiceState]) -> Bool {
        UnixDatagram.send(Array(states.map(\.line).joined(separator: "\n").utf8), to: name)
    }
}
