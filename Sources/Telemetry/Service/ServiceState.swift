/// What a service tells its manager, in the words of sd_notify(3).
public enum ServiceState: Sendable, Hashable {
    /// The service does its work.
    case ready
    /// What it does now, in a few words for `systemctl status`.
    case status(String)
    /// It has done another piece of its work.
    case watchdog
    /// It has begun to end.
    case stopping

    /// The line that stands for it.
    var line: String {
        switch self {
        case .ready: "READY=1"
        // A line feed would begin another assignment.
        case .status(let text): "STATUS=" + text.split(whereSeparator: \.isNewline).joined(separator: " ")
        case .watchdog: "WATCHDOG=1"
        case .stopping: "STOPPING=1"
        }
    }
}
