import Ballooning
import Logging
public import ServiceLifecycle
import Xen

/// The agent as a service: wakes it when the store has news or when a round is due, connects it again when the
/// connection is lost, and ends it at the end of its current turn when the process is asked to stop.
public struct AgentService: Service {
    private let environment: AgentEnvironment

    /// The wait after a lost connection, doubled up to ``longestRetryDelay``.
    static let retryDelay = Milliseconds(250)
    /// The longest wait between two attempts to connect.
    static let longestRetryDelay = Milliseconds.seconds(10)

    /// Makes a service; nothing is opened before ``run()``.
    public init(_ environment: AgentEnvironment) {
        self.environment = environment
    }

    /// Runs until the process is asked to stop.
    ///
    /// - Throws: ``AgentError`` if the host is not one to be balanced.
    public func run() async throws {
        let runner = try AgentRunner(environment: environment)
        // All that wakes the agent runs on its thread: news is taken up without a way over others.
        try await withTaskExecutorPreference(runner.executor) { try await serve(runner) }
    }

    private func serve(_ runner: AgentRunner) async throws {
        // News that arrives while a turn is made collapses into one more turn.
        let (inbox, post) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let wakeups = try await runner.start()
        environment.logger.info("balancing starts", metadata: ["version": "\(BallastVersion.current)"])
        await withGracefulShutdownHandler {
            var forwarder = Self.forward(wakeups, to: post, on: runner.executor)
            let callers = [environment.controlDomain?.pressure?.wakeups, environment.controlDomain?.lowMemory?.wakeups]
            let calls = callers.compactMap(\.self).map { Self.forward($0, to: post, on: runner.executor) }
            let reloading = environment.reloads.map { reloads in
                Task {
                    for await _ in reloads {
                        await runner.reload()
                        post.yield()
                    }
                }
            }
            var retryDelay = Self.retryDelay
            post.yield()
            for await _ in inbox {
                if let wait = await runner.turn() {
                    runner.executor.setAlarm(after: wait) { post.yield() }
                    continue
                }
                forwarder.cancel()
                if let wakeups = await runner.reconnect() {
                    forwarder = Self.forward(wakeups, to: post, on: runner.executor)
                    retryDelay = Self.retryDelay
                    post.yield()
                } else {
                    runner.executor.setAlarm(after: retryDelay) { post.yield() }
                    retryDelay = min(retryDelay * 2, Self.longestRetryDelay)
                }
            }
            forwarder.cancel()
            reloading?.cancel()
            for call in calls { call.cancel() }
        } onGracefulShutdown: {
            post.finish()
        }
        await runner.stop()
        environment.logger.info("balancing ends, all targets stay as they are")
    }

    private static func forward(
        _ wakeups: AsyncStream<Void>,
        to post: AsyncStream<Void>.Continuation,
        on executor: ThreadExecutor
    ) -> Task<Void, Never> {
        Task(executorPreference: executor) {
            for await _ in wakeups { post.yield() }
            // The connection has ended; the next turn finds out how.
            if !Task.isCancelled { post.yield() }
        }
    }
}
