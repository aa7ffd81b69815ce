public import Xen

/// One element whenever a store may have events to take, and one now and then all the same: libxenstore's descriptor
/// tells nothing of a lost connection, and nothing tells of an agent that was killed.
public final class StorePulse: Sendable {
    /// The elements; those that nobody has taken yet collapse into one.
    public let stream: AsyncStream<Void>

    private let tasks: [Task<Void, Never>]

    /// Listens to a store, as its one consumer.
    ///
    /// - Parameter interval: the time from one look to the next.
    public init(_ store: any Store, every interval: Duration) {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.stream = stream
        let wakeups = store.wakeups
        tasks = [
            Task {
                for await _ in wakeups { continuation.yield() }
            },
            Task {
                while (try? await Task.sleep(for: interval)) != nil { continuation.yield() }
            },
        ]
        continuation.yield()
    }

    deinit {
        for task in tasks { task.cancel() }
    }
}
