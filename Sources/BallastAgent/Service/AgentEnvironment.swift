public import CoreMetrics
public import Logging
public import Xen

/// What the agent is given by the program that runs it.
public struct AgentEnvironment: Sendable {
    /// Opens a connection to xenstore: at the start, and whenever one was lost.
    public var connect: @Sendable () throws(StoreError) -> any Store
    /// The hypervisor.
    public var hypervisor: any Hypervisor
    /// The way to the kernel of the dom0 that the agent runs in; nil on a simulated host.
    public var controlDomain: ControlDomainLink?
    /// How the agent behaves.
    public var options: Agent.Options
    /// Reads the configuration file again; nil where there is none. What it says at the start is among the options.
    public var file: (@Sendable () -> Result<SettingsLayers.Layer, FileSettingsError>)?
    /// An element whenever the file is to be read again.
    public var reloads: AsyncStream<Void>?
    /// Where the time comes from.
    public var clock = AgentClock.system
    /// Whether the machine is searched for another balancer before the first round; a simulated host has none.
    public var checksForOthers = true
    /// Called after each round, on the agent's thread.
    public var observer: (@Sendable (RoundReport) -> Void)?
    /// Keeps the metrics; nil where nobody asks for them.
    public var metrics: (any MetricsFactory)?
    /// Takes what the agent has to say.
    public var logger: Logger

    /// Makes an environment.
    public init(
        connect: @escaping @Sendable () throws(StoreError) -> any Store,
        hypervisor: any Hypervisor,
        options: Agent.Options = Agent.Options(),
        logger: Logger
    ) {
        self.connect = connect
        self.hypervisor = hypervisor
        self.options = options
        self.logger = logger
    }
}
