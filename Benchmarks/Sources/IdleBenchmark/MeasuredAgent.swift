import Foundation
import StandInXenctrl

/// The agent as the program that is shipped, in a process of its own, on a quiet host.
final class MeasuredAgent {
    /// What goes wrong with it.
    enum Failure: Error {
        case ended(status: Int32)
    }

    let process = Process()
    /// From the start of the process to its word that it is ready.
    let start: Duration
    private let trace: String

    /// Starts the agent as the service does, and waits until it is ready.
    ///
    /// - Parameters:
    ///   - program: the agent.
    ///   - standIn: the library that is loaded in front of libxenctrl.
    ///   - options: what it is given beside the service's own.
    init(_ program: String, standIn: String, on host: QuietHost, options: [String] = []) throws {
        trace = host.socket + ".trace"
        let manager = try Manager(path: host.socket + ".notify")
        process.executableURL = URL(filePath: program)
        process.arguments = ["run", "--trace", trace] + options
        process.environment = [
            "LD_PRELOAD": standIn, "XENSTORED_PATH": host.socket, "NOTIFY_SOCKET": manager.path,
            "WATCHDOG_USEC": "30000000", STAND_IN_DOMAINS: "\(host.guests.count)",
        ]
        process.standardOutput = FileHandle(forWritingAtPath: "/dev/null")
        process.standardError = FileHandle(forWritingAtPath: "/dev/null")
        let began = ContinuousClock.now
        try process.run()
        while manager.readyAt == nil {
            guard process.isRunning else { throw Failure.ended(status: process.terminationStatus) }
            Thread.sleep(forTimeInterval: 0.001)
        }
        start = began.duration(to: manager.readyAt ?? .now)
    }

    /// What it has used since its start.
    func usage() throws -> Usage { try Usage(of: process.processIdentifier) }

    /// What it holds, in KiB.
    func memory() throws -> (resident: Int, anonymous: Int) { try Usage.memory(of: process.processIdentifier) }

    func end() {
        process.terminate()
        process.waitUntilExit()
        unlink(trace)
    }
}
