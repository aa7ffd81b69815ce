// Dispatch's sources are thread-safe by contract but not marked so.
@unsafe @preconcurrency import Dispatch
import Synchronization

/// Turns a descriptor that becomes readable into elements of a stream.
///
/// The kernel tells; nothing polls. Elements that nobody has taken yet collapse into one, so a flood of events costs
/// one wake-up and not memory. A descriptor stays readable until somebody reads it, and would tell so without end to one
/// who is busy with something else: after each element it is not looked at before ``rearm()``.
final class DescriptorReadiness: Sendable {
    /// One element after the descriptor turned readable.
    let stream: AsyncStream<Void>

    private let source: any DispatchSourceRead
    private let continuation: AsyncStream<Void>.Continuation
    private let isPaused = Mutex(false)

    /// Watches `descriptor`, which stays its owner's and must stay open until ``cancel()``.
    init(_ descriptor: Int32) {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.stream = stream
        self.continuation = continuation
        let queue = DispatchQueue(label: "xenstore events")
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        source.setEventHandler { [weak self] in self?.fire() }
        source.activate()
    }

    private func fire() {
        isPaused.withLock { isPaused in
            guard !isPaused else { return }
            isPaused = true
            source.suspend()
        }
        continuation.yield()
    }

    /// Looks at the descriptor again: its reader has read.
    func rearm() {
        isPaused.withLock { isPaused in
            guard isPaused else { return }
            isPaused = false
            source.resume()
        }
    }

    /// Ends the stream and lets go of the descriptor.
    func cancel() {
        source.cancel()
        // A source that is suspended may not be released.
        rearm()
        continuation.finish()
    }
}
