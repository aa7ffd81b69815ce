import Administration
import Ballooning
import Xen

/// By what the live table is sorted.
enum SortKey: Character, Sendable, CaseIterable {
    case id = "i"
    case name = "n"
    case state = "t"
    case current = "c"
    case goal = "g"
    case pool = "p"
    case stall = "s"

    /// What the help calls it.
    var title: String {
        switch self {
        case .id: "id"
        case .name: "name"
        case .state: "state"
        case .current: "current"
        case .goal: "goal"
        case .pool: "pool"
        case .stall: "stall"
        }
    }

    /// Whether `lhs` stands above `rhs`: texts and numbers of domains upwards, amounts downwards, and by the domid where
    /// they are the same.
    func isAbove(_ lhs: DomainStatus, _ rhs: DomainStatus) -> Bool {
        switch self {
        case .id: lhs.id < rhs.id
        case .name: (lhs.label, lhs.id) < (rhs.label, rhs.id)
        case .state: (lhs.state ?? "", lhs.id) < (rhs.state ?? "", rhs.id)
        case .current: (rhs.current ?? .zero, lhs.id) < (lhs.current ?? .zero, rhs.id)
        case .goal: (rhs.goal ?? .zero, lhs.id) < (lhs.goal ?? .zero, rhs.id)
        case .pool: (rhs.pool ?? .zero, lhs.id) < (lhs.pool ?? .zero, rhs.id)
        case .stall: (rhs.stall ?? .none, lhs.id) < (lhs.stall ?? .none, rhs.id)
        }
    }
}
