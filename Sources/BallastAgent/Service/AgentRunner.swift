import Ballooning
import Logging
import Xen

/// Owns the agent on a thread of its own and keeps it connected.
actor AgentRunner {
    /// What is needed to build the agent and to connect it again.
    let environment: AgentEnvironment

    /// The agent's thread, for all that wakes the agent as well.
    nonisolated let executor: ThreadExecutor
    private var agent: Agent?

    /// Starts the agent's thread.
    init(environment: AgentEnvironment) throws(AgentError) {
        self.environment = environment
        executor = try ThreadExecutor()
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Opens the first connection and makes sure that nobody else balances this host.
    ///
    /// - Returns: the connection's wake-ups.
    func start() throws(AgentError) -> AsyncStream<Void> {
        do {
            let store = try environment.connect()
            if environment.checksForOthers { try Preflight().check(store) }
            let agent = try Agent(
                store: store,
                hypervisor: environment.hypervisor,
                controlDomain: environment.controlDomain,
                options: environment.options,
                clock: environment.clock,
                metrics: environment.metrics,
                logger: environment.logger
            )
            agent.observer = environment.observer
            self.agent = agent
            return store.wakeups
        } catch let error as AgentError {
            throw error
        } catch let error as StoreError {
            throw .noStore(error)
        } catch {
            throw .noStore(StoreError(.disconnected, .connect))
        }
    }

    /// Makes one turn. Returns how long it may be until the next one; nil once the connection is lost.
    func turn() -> Milliseconds? {
        guard let agent else { return nil }
        do throws(StoreError) {
            let next = try agent.turn()
            return max(.zero, next - environment.clock.now())
        } catch {
            guard error.code == .disconnected else {
                agent.trouble("turn failed", error, from: .store)
                return AgentService.retryDelay
            }
            environment.logger.error("connection to xenstored is lost", error: error)
            return nil
        }
    }

    /// Opens a new connection after the old one was lost. Returns its wake-ups, nil if there is still none to be had.
    func reconnect() -> AsyncStream<Void>? {
        do throws(StoreError) {
            let store = try environment.connect()
            try agent?.reconnect(to: store)
            environment.logger.notice("connected to xenstored again")
            return store.wakeups
        } catch {
            environment.logger.debug("cannot connect to xenstored yet", error: error)
            return nil
        }
    }

    /// Reads the configuration file again.
    func reload() {
        guard let file = environment.file else { return }
        environment.logger.notice("configuration file is read again")
        agent?.load(file())
    }

    /// Ends the agent's work.
    func stop() {
        agent?.stop()
        agent = nil
    }
}
