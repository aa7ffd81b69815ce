import Foundation

/// What a process has used since it began, by what the kernel says of its threads.
struct Usage {
    /// Processor time.
    var processor = Duration.zero
    /// How often a thread slept and was woken.
    var wakeups = 0

    /// - Parameter process: its number.
    init(of process: pid_t) throws {
        let tasks = URL(filePath: "/proc/\(process)/task")
        for thread in try FileManager.default.contentsOfDirectory(at: tasks, includingPropertiesForKeys: nil) {
            // A thread may end in between.
            guard let times = try? String(contentsOf: thread.appending(path: "schedstat"), encoding: .utf8),
                let status = try? String(contentsOf: thread.appending(path: "status"), encoding: .utf8)
            else { continue }
            processor += .nanoseconds(times.split(separator: " ").first.flatMap { Int($0) } ?? 0)
            wakeups += Self.number("voluntary_ctxt_switches", in: status)
        }
    }

    /// What a process holds in memory, in KiB: all of it, and the part that is its alone.
    static func memory(of process: pid_t) throws -> (resident: Int, anonymous: Int) {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        return (number("VmRSS", in: status), number("RssAnon", in: status))
    }

    private static func number(_ name: String, in status: String) -> Int {
        for line in status.split(separator: "\n") where line.hasPrefix(name + ":") {
            return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
        }
        return 0
    }
}
