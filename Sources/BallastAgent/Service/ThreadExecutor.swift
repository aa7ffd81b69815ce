import Ballooning
import Glibc
import Synchronization
import Xen

/// Runs an actor, and the tasks that prefer it, on one thread of its own.
///
/// Requests to xenstore and hypercalls wait for their answers, and never hold up the threads that everybody shares. The
/// thread is there from the start: a dom0 that is short of memory has none for the stack of a new one. It keeps the
/// process' priority, and from a wake-up to the work there is no way over any other thread.
final class ThreadExecutor: SerialExecutor, TaskExecutor {
    private let loop: Loop

    /// Starts the thread, which ends with the executor.
    ///
    /// - Throws: ``AgentError/noThread(_:)``.
    init() throws(AgentError) {
        let loop = Loop()
        guard loop.bell.descriptor >= 0 else { throw .noThread(EMFILE) }
        let status = BackgroundThread.start { loop.run() }
        guard status == 0 else { throw .noThread(status) }
        self.loop = loop
    }

    deinit {
        loop.finish()
    }

    /// Has `call` made on the thread once the time has passed; an alarm that was set before is off.
    func setAlarm(after wait: Milliseconds, _ call: @escaping @Sendable () -> Void) {
        loop.setAlarm(Loop.Alarm(deadline: Deadline(after: .milliseconds(wait.count)), call: call))
    }

    func enqueue(_ job: consuming ExecutorJob) {
        loop.add(Loop.Entry(job: UnownedJob(job), executor: self))
    }

    func checkIsolated() {
        precondition(loop.isCurrent, "not on the thread of the executor")
    }

    /// What the thread does. It outlives the executor, and the executor outlives its jobs.
    private final class Loop: Sendable {
        let bell = Doorbell()
        private let state = Mutex(State())

        struct Entry {
            var job: UnownedJob
            var executor: ThreadExecutor
        }

        struct Alarm {
            var deadline: Deadline
            var call: @Sendable () -> Void
        }

        private struct State {
            var entries: [Entry] = []
            var alarm: Alarm?
            var thread: pthread_t?
            var isFinished = false

            mutating func takeDueAlarm() -> Alarm? {
                guard alarm?.deadline.poll == 0 else { return nil }
                defer { alarm = nil }
                return alarm
            }

            /// Whether it is the thread itself that runs, which looks before it sleeps.
            var isOnThread: Bool { thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
        }

        func add(_ entry: Entry) {
            let isNews = state.withLock { state in
                state.entries.append(entry)
                return state.entries.count == 1 && !state.isOnThread
            }
            if isNews { bell.ring() }
        }

        func setAlarm(_ alarm: Alarm) {
            let isNews = state.withLock { state in
                state.alarm = alarm
                return !state.isOnThread
            }
            if isNews { bell.ring() }
        }

        func finish() {
            state.withLock { $0.isFinished = true }
            bell.ring()
        }

        var isCurrent: Bool {
            state.withLock { $0.isOnThread }
        }

        func run() {
            state.withLock { $0.thread = pthread_self() }
            takePriority()
            while true {
                let (entries, isFinished) = state.withLock { state in
                    defer { state.entries = [] }
                    return (state.entries, state.isFinished)
                }
                for entry in entries {
                    entry.job.runSynchronously(
                        isolatedTo: entry.executor.asUnownedSerialExecutor(),
                        taskExecutor: entry.executor.asUnownedTaskExecutor()
                    )
                }
                guard entries.isEmpty else { continue }
                if isFinished { return }
                sleep()
            }
        }

        /// Waits for the bell or the alarm.
        private func sleep() {
            let wait = state.withLock { $0.alarm?.deadline.poll ?? -1 }
            var descriptor = pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&descriptor, 1, wait) > 0 { bell.silence() }
            state.withLock { $0.takeDueAlarm() }?.call()
        }

        /// Takes over the priority of the process, which is that of its first thread: a thread inherits the one of whichever
        /// thread starts it, and those of the shared pool keep their own.
        private func takePriority() {
            let process = __priority_which_t(PRIO_PROCESS.rawValue)
            setpriority(process, 0, getpriority(process, id_t(getpid())))
        }
    }
}
