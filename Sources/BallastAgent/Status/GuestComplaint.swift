import Ballooning
import Xen

/// What is wrong with what a guest says, so that it is not used.
enum GuestComplaint: Equatable {
    /// It says so much that it is not listened to for a while.
    case endless
    /// Its latest report is none.
    case refused(ReportError)
}

extension GuestComplaint: CustomStringConvertible {
    /// One sentence, with the guest as what it is about.
    var description: String {
        switch self {
        case .endless: "it writes without end and is not heard for \(EventBudget.muteDuration.count / 1000) s at a time"
        case .refused(let error): "its report is refused: \(error)"
        }
    }
}

extension DomainRecord {
    /// What is wrong with what the guest says; nil where nothing is.
    var complaint: GuestComplaint? {
        if events.mutedUntil != nil { return .endless }
        return guest.reportError.map { .refused($0) }
    }
}
