import BallastAgent
import Glibc
import Logging
import ServiceLifecycle
import Simulation
import Xen
import XenMock
import XenSystem

extension HostUnderAgent {
    /// A host in memory, alive in real time. The agent speaks to it as to a real one, through libxenstore and a socket,
    /// and so can any other tool.
    ///
    /// - Parameters:
    ///   - seed: decides what the guests do.
    ///   - domains: how many guests; nil for a few with something worth watching.
    ///   - isStill: whether the guests want the same at all times.
    ///   - socket: where the host's xenstore listens.
    static func simulated(seed: UInt64, domains: Int?, isStill: Bool, socket: String) throws -> HostUnderAgent {
        let scenario: Scenario = domains.map { .crowd(of: $0, seed: seed) } ?? .live(seed: seed)
        let host = try SimulatedHost(seed: seed, scenario: isStill ? scenario.atRest : scenario)
        let server = try MockXenstoreServer(path: socket, xenstore: host.xenstore)
        // libxenstore takes the path from here, in this process and in nobody else's.
        setenv("XENSTORED_PATH", socket, 1)
        return HostUnderAgent(
            connect: { () throws(StoreError) in try SystemStore() },
            hypervisor: host.hypervisor,
            services: [
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: SimulatedHostService(host: host, server: server),
                    successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup,
                    serviceName: "simulated host"
                )
            ]
        )
    }
}

/// Lets a simulated host live in real time until the process is asked to stop.
struct SimulatedHostService: Service {
    let host: SimulatedHost
    let server: MockXenstoreServer

    private static let step = Duration.milliseconds(100)

    func run() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        var lived = Duration.zero
        while !Task.isShuttingDownGracefully {
            try? await cancelWhenGracefulShutdown { try await clock.sleep(for: Self.step) }
            // A machine that was asleep, or busy elsewhere, does not owe the host all that time.
            let owed = min(start.duration(to: clock.now) - lived, Self.step * 10)
            lived = start.duration(to: clock.now)
            try host.advance(milliseconds: Int(owed / .milliseconds(1)))
        }
        server.stop()
    }
}
