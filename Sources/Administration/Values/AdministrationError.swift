public import BallastAgent
import Glibc
public import Xen

/// Why an administrator's request was not carried out. Each description is one line that says what to do about it.
public enum AdministrationError: Error, Sendable, Hashable {
    /// Xenstore does not answer, or not as it should.
    case store(StoreError)
    /// No agent has published a status.
    case noAgent
    /// The agent has ended without taking its status back.
    case agentGone(pid: Int32)
    /// No domain goes by that name, domid or uuid.
    case unknownDomain(String, known: [String])
    /// Several domains do.
    case ambiguousDomain(String, candidates: [DomainEntry])
    /// The agent has published nothing of a domain that runs.
    case notPublished(DomainEntry)
    /// A setting's value is not allowed, or there is no such setting.
    case setting(SettingRefusal)
    /// What a person wrote cannot be taken.
    case text(TextRefusal)
    /// A reservation was not granted.
    case reservation(ReservationStatus)
    /// There is no reservation of that name.
    case unknownReservation(String)
    /// The agent has not answered in time.
    case noAnswer(seconds: Int)
    /// A signal has ended the wait.
    case interrupted
    /// A configuration file cannot be used.
    case configuration(file: String, line: Int?, problem: String)
    /// The settings' file cannot be used.
    case file(FileSettingsError)
    /// A file cannot be read.
    case unreadable(file: String, errno: Int32)
    /// A program cannot be started.
    case program(String, errno: Int32)

    /// The exit status that stands for it.
    public var exitStatus: CommandStatus {
        switch self {
        case .store(let error):
            switch error.code {
            case .denied: .denied
            case .noEntry where error.operation == .connect: .unavailable
            case .disconnected: .unavailable
            case .quota, .busy, .conflict: .refused
            default: .system
            }
        case .noAgent, .agentGone: .unavailable
        case .unknownDomain, .ambiguousDomain, .unknownReservation: .missing
        case .setting(let refusal): refusal.allowed == nil ? .missing : .data
        case .text: .usage
        case .reservation, .noAnswer, .notPublished: .refused
        case .interrupted: .interrupted
        case .configuration, .file: .data
        case .unreadable(_, let number): number == EACCES ? .denied : .missing
        case .program(_, let number): number == EACCES ? .denied : .missing
        }
    }
}
