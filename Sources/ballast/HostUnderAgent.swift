import BallastAgent
import Ballooning
import ControlDomain
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
    /// The way to the kernel of its dom0; nil where there is none.
    var controlDomain: ControlDomainLink?
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
            hypervisor: hypervisor,
            controlDomain: thisKernel(logger: logger)
        )
    }

    /// The kernel of this machine, with what alarms it and Xen can give. None of them is needed: without one, dom0 is
    /// still looked at in every round.
    private static func thisKernel(logger: Logger) -> ControlDomainLink {
        var link = ControlDomainLink()
        link.pressure = PressureAlarm(threshold: HostSettings().controlDomainStall)
        if link.pressure == nil { logger.info("kernel gives no alarm for memory pressure") }
        do {
            link.lowMemory = try LowMemoryAlarm()
        } catch {
            logger.info("Xen's low-memory event cannot be bound", error: error)
        }
        return link
    }

    /// Keeps this process running when memory is short.
    static func protectThisProcess(logger: Logger) {
        for refusal in ProcessProtection().apply() {
            logger.info("process is not protected from memory shortage", metadata: ["reason": "\(refusal)"])
        }
    }
}
