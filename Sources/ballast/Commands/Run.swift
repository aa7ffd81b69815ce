import Administration
public import ArgumentParser
import BallastAgent
import Ballooning
import Console
import Glibc
public import Logging
import ServiceLifecycle
import Synchronization
import Telemetry
import UnixSignals
import Xen
import XenSystem

/// `ballast run`: the agent in the foreground.
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Balance this host until SIGTERM or SIGINT.",
        discussion: """
            Settings come from the command line, from xenstore, from the configuration file and from what is built in, \
            the first of them that has a value. SIGHUP reads the file again.

            Exit status: 0 after a stop, 64 for wrong usage, 65 where something in the configuration file is not \
            allowed, 66 where the named file is not there, 69 where there is no xenstored or no hypervisor, 75 where another \
            balancer runs, 77 where the caller is not root.
            """
    )

    @Flag(help: "Balance a simulated host instead of this machine, with guests that come alive in memory.")
    var simulated = false

    @Option(help: ArgumentHelp("Decides what the simulated guests do.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("How many guests the simulated host has, 1 to 1000.", valueName: "number"))
    var domains: Int?

    @Flag(help: "Let the simulated guests want the same at all times: a host where nothing happens.")
    var still = false

    @Option(
        help: ArgumentHelp(
            "Where the simulated host's xenstore listens, for xenstore-ls and other tools (default: a new path).",
            valueName: "path"
        )
    )
    var socket: String?

    @Flag(help: "Observe, decide and explain, but write nothing.")
    var dryRun = false

    @Flag(help: "Show the domains live in the terminal.")
    var live = false

    @OptionGroup var file: ConfigurationOption

    @Option(
        name: .customLong("set"),
        parsing: .singleValue,
        help: ArgumentHelp(
            "A setting for this run, above xenstore and the file; DOMAIN/KEY=VALUE sets it for one domain.",
            valueName: "key=value"
        ),
        transform: SettingAssignment.parse
    )
    var settings: [SettingAssignment] = []

    @OptionGroup var exposition: Exposition

    @Option(
        help: ArgumentHelp("Keep the last rounds in this file, for \"ballast trace\".", valueName: "file"),
        completion: .file()
    )
    var trace: String?

    @Option(help: "The lowest level of the log: trace, debug, info, notice, warning, error or critical.")
    var logLevel = Logger.Level.info

    func validate() throws {
        if let domains, !(1...1000 ~= domains) {
            throw ValidationError("--domains: \(domains) is not allowed, it takes 1 to 1000")
        }
        if !simulated, still { throw ValidationError("--still is for --simulated only") }
        if !simulated, domains != nil { throw ValidationError("--domains is for --simulated only") }
    }

    mutating func run() async throws {
        var logger = Logger(label: "ballast") { _ -> any LogHandler in
            if let journal = JournalLogHandler() { return journal }
            return LineLogHandler(style: .automatic)
        }
        logger.logLevel = live ? max(logLevel, .warning) : logLevel
        do {
            let view = live ? LiveView(title: simulated ? "simulated host" : "this host") : nil
            let services = try group(logger, view: view)
            view?.begin()
            defer { view?.end() }
            try await services.run()
        } catch let error as AgentError {
            logger.critical("cannot start", error: error)
            throw ExitCode(error.exitStatus)
        } catch let error as FileSettingsError {
            for problem in error.problems {
                logger.critical("cannot start", metadata: ["error": "\(problem.sentence)"])
            }
            throw ExitCode(CommandStatus.data.rawValue)
        } catch let error as MetricsListenerError {
            logger.critical("cannot start", error: error)
            throw ExitCode(CommandStatus.usage.rawValue)
        }
    }

    private func host(_ logger: Logger) throws -> HostUnderAgent {
        guard simulated else { return try .thisMachine(logger: logger) }
        let socket = socket ?? "/tmp/ballast-\(getpid()).xenstored"
        let host = try HostUnderAgent.simulated(seed: seed, domains: domains, isStill: still, socket: socket)
        logger.notice("simulated host is up", metadata: ["xenstored.path": "\(socket)"])
        return host
    }

    private func group(_ logger: Logger, view: LiveView?) throws -> ServiceGroup {
        var options = Agent.Options()
        options.isDryRun = dryRun
        for setting in settings { setting.apply(to: &options.layers.commandLine) }
        let file = try file.reader(usual: !simulated)
        if let file { options.layers.file = try file().get() }
        let host = try host(logger)
        var environment = AgentEnvironment(
            connect: host.connect,
            hypervisor: host.hypervisor,
            options: options,
            logger: logger
        )
        environment.controlDomain = host.controlDomain
        let exporter = exposition.isWanted ? try MetricsExporter(exposition, logger: logger) : nil
        environment.metrics = exporter?.registry
        environment.checksForOthers = !simulated
        if !simulated { HostUnderAgent.protectThisProcess(logger: logger) }
        let manager = ServiceManager()
        environment.options.longestPause = manager?.patience.map { Milliseconds(Int64($0 / .milliseconds(4))) }
        let recorder = trace.map { RoundRecorder(path: $0, isDryRun: dryRun, logger: logger) }
        let observers = Mutex(
            RoundObservers(view: view, heartbeat: manager.map { Heartbeat($0) }, recorder: recorder)
        )
        environment.observer = { round in observers.withLock { $0.note(round) } }
        environment.file = file
        let reload = ReloadSignal()
        environment.reloads = reload.stream
        // The services end in reverse order: the host's own after the agent.
        var services = host.services + Self.services(exporter)
        // With a live view the program belongs to its terminal and ends with it.
        if view == nil, file != nil {
            services.append(.init(service: reload, successTerminationBehavior: .ignore, serviceName: "reload"))
        }
        services.append(
            ServiceGroupConfiguration.ServiceConfiguration(
                service: AgentService(environment),
                successTerminationBehavior: .gracefullyShutdownGroup,
                failureTerminationBehavior: .gracefullyShutdownGroup,
                serviceName: "agent"
            )
        )
        services += Self.notice(to: manager)
        return ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services,
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        )
    }

    private static func services(_ exporter: MetricsExporter?) -> [ServiceGroupConfiguration.ServiceConfiguration] {
        exporter.map { [.init(service: $0, serviceName: "metrics")] } ?? []
    }

    private static func notice(to manager: ServiceManager?) -> [ServiceGroupConfiguration.ServiceConfiguration] {
        manager.map { [.init(service: StopNotice(manager: $0), serviceName: "notice of the end")] } ?? []
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
