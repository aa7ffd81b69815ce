/// With what a command ends, from sysexits(3): one list for all commands, for the manual and for scripts.
public enum CommandStatus: Int32, Sendable, Hashable, CaseIterable {
    /// What was asked is done.
    case done = 0
    /// `doctor` has found trouble, or `simulate --soak` a broken invariant.
    case trouble = 1
    /// The command line is wrong.
    case usage = 64
    /// A value or a file's content is not allowed.
    case data = 65
    /// The domain or the file that was named is not there.
    case missing = 66
    /// There is no xenstored, no hypervisor, or no agent that runs.
    case unavailable = 69
    /// The system has failed, such as a file that cannot be written.
    case system = 71
    /// Refused for now: not enough memory, another balancer, no answer in time.
    case refused = 75
    /// The caller is not root.
    case denied = 77
    /// A signal has ended it before it was done.
    case interrupted = 130

    /// What it stands for, for the manual.
    public var meaning: String {
        switch self {
        case .done: "What was asked is done."
        case .trouble: "doctor has found trouble, or simulate --soak a broken invariant."
        case .usage: "The command line is wrong: an option, a size or a duration."
        case .data: "A setting's value or a configuration file's content is not allowed."
        case .missing: "The domain, setting or file that was named is not there, or the name fits several domains."
        case .unavailable: "There is no xenstored, no hypervisor, or no agent that runs."
        case .system: "The system has failed, such as a file that cannot be written."
        case .refused: "Refused for now: not enough memory, another balancer, no answer in time."
        case .denied: "The caller is not root."
        case .interrupted: "A signal has ended it before it was done."
        }
    }
}
