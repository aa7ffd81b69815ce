import BallastAgent
import Glibc
import Logging
import ServiceLifecycle
import Xen
import XenSystem

/// The host that the agent is to balance, and what has to run beside the agent for it.
struct HostUnderAgent {
    /// Opens a connection to its xenstore.
    var connect: @Sendable () throws(StoreError) -> any Store
    /// Its hypervisor.
    var hypervisor: any Hypervisor
    /// What has to run before the agent and end after it.
    var services: [ServiceGroupConfiguration.ServiceConfiguration] = []

    /// The machine that this program runs on, which has to be a dom0.
    static func thisMachine(logger: Logger) throws(AgentError) -> HostUnderAgent {
        guard geteuid() == 0 else { throw .notRoot }
        let hypervisor: SystemHypervisor
        do {
            hypervisor = try SystemHypervisor(logger: logger)
        } catch {
            throw .noHypervisor(error)
        }
        return HostUnderAgent(
            connect: { () throws(StoreError) in try SystemStore() },
            hypervisor: hypervisor
        )
    }
}
