import BallastAgent
import Glibc
public import Xen

/// The process of the agent that has published a status.
public enum AgentProcess {
    /// Whether a process runs on this machine, whoever owns it.
    public static func isAlive(_ pid: Int32) -> Bool {
        pid > 0 && (kill(pid, 0) == 0 || errno == EPERM)
    }

    /// Makes sure that an agent runs, for requests that only an agent can answer.
    ///
    /// - Throws: ``AdministrationError/noAgent``, ``AdministrationError/agentGone(pid:)`` or a failure of the store.
    public static func require(
        in store: some Store,
        isAlive: (Int32) -> Bool = isAlive
    ) throws(AdministrationError) {
        let text: String?
        do {
            text = try store.text(AgentTree.status.appending("pid"))
        } catch {
            throw .store(error)
        }
        guard let pid = text.flatMap({ Int32($0) }) else { throw .noAgent }
        guard isAlive(pid) else { throw .agentGone(pid: pid) }
    }
}
