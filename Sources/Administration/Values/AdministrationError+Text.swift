import BallastAgent
import Glibc
import Xen

extension AdministrationError: CustomStringConvertible {
    /// One line: what is wrong, and what to do about it.
    public var description: String {
        switch self {
        case .store(let error): Self.text(of: error)
        case .noAgent: "the agent is not running: start it with \"ballast run\", or its service"
        case .agentGone(let pid): "the agent is not running: process \(pid) has ended and left its status behind"
        case .unknownDomain(let text, let known): "there is no domain \"\(text)\"" + Self.hint(known)
        case .ambiguousDomain(let text, let candidates):
            "\"\(text)\" fits several domains, name one by its uuid: " + Self.list(candidates.map(\.description))
        case .notPublished(let domain): "the agent does not know \(domain) yet: try again in a moment"
        case .setting(let refusal): refusal.description
        case .text(let refusal): refusal.description
        case .reservation(let status): status.refusal
        case .unknownReservation(let id): "there is no reservation \"\(id)\""
        case .noAnswer(let seconds): "the agent has not answered within \(seconds) s"
        case .interrupted: "interrupted: the reservation is given back"
        case .configuration(let file, let line, let problem):
            line.map { "\(file), line \($0): \(problem)" } ?? "\(file): \(problem)"
        case .file(let error): error.description
        case .unreadable(let file, let number): "cannot read \(file): \(Self.text(of: number))"
        case .program(let name, let number): "cannot run \(name): \(Self.text(of: number))"
        }
    }

    private static func text(of error: StoreError) -> String {
        switch (error.operation, error.code) {
        case (_, .denied): "\(error): this takes root in dom0"
        case (.connect, _): "no xenstored answers: start it (Debian's service is called xen, others' xenstored)"
        default: error.description
        }
    }

    private static func text(of number: Int32) -> String {
        String(cString: strerror(number)).lowercased()
    }

    private static func hint(_ known: [String]) -> String {
        known.isEmpty ? "" : ": there are " + list(known)
    }

    /// A list that stays one line on a host with many domains.
    private static func list(_ items: [String]) -> String {
        let shown = items.prefix(8).joined(separator: ", ")
        return items.count > 8 ? "\(shown) and \(items.count - 8) more" : shown
    }
}
