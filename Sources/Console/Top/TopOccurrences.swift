// Dispatch's sources are thread-safe by contract but not marked so.
@preconcurrency import Dispatch
import Glibc
import UnixSignals
import Xen

/// Everything that the live table reacts to, in one stream.
struct TopOccurrences: Sendable {
    /// Something that has happened.
    enum Occurrence: Sendable {
        /// There may be events of a watch.
        case store
        /// Time for a look at whether everybody is still there.
        case check
        /// The time that ``TopOccurrences/wake(after:)`` named has come.
        case wake
        /// Keys were pressed.
        case keys([UInt8])
        /// The terminal has another size, or is ours again.
        case resized
        /// The user or the system wants an end.
        case stop
    }

    /// What has happened, oldest first.
    let stream: AsyncStream<Occurrence>

    private let continuation: AsyncStream<Occurrence>.Continuation
    private let tasks: [Task<Void, Never>]
    private let keys: any DispatchSourceRead

    /// Starts to listen.
    ///
    /// - Parameter check: how often to have a look at whether everybody is still there.
    init(_ store: any Store, check: Duration) {
        let (stream, continuation) = AsyncStream.makeStream(of: Occurrence.self)
        self.stream = stream
        self.continuation = continuation
        let wakeups = store.wakeups
        tasks = [
            Task {
                for await _ in wakeups { continuation.yield(.store) }
            },
            Task {
                while (try? await Task.sleep(for: check)) != nil { continuation.yield(.check) }
            },
            Task {
                let ends: [UnixSignal] = [.sigint, .sigterm, .sighup]
                for await signal in await UnixSignalsSequence(trapping: ends + [.sigwinch, .sigcont]) {
                    continuation.yield(ends.contains(signal) ? .stop : .resized)
                }
            },
        ]
        let keys = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: DispatchQueue(label: "keys"))
        keys.setEventHandler {
            var buffer = [UInt8](repeating: 0, count: 64)
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            if count > 0 {
                continuation.yield(.keys(Array(buffer.prefix(count))))
            } else {
                // The terminal has gone, and would say so again without end.
                continuation.yield(.stop)
                keys.cancel()
            }
        }
        self.keys = keys
        keys.activate()
    }

    /// Lets ``Occurrence/wake`` happen once.
    func wake(after pause: Duration) {
        let continuation = continuation
        Task {
            try? await Task.sleep(for: pause)
            continuation.yield(.wake)
        }
    }

    /// Stops listening.
    func end() {
        keys.cancel()
        for task in tasks { task.cancel() }
        continuation.finish()
    }
}
