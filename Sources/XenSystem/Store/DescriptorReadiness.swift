// Dispatch's sources are thread-safe by contract but not marked so.
@unsafe @preconcurrency import Dispatch

/// Turns a descriptor that becomes readable into elements of a stream.
///
/// The kernel tells; nothing polls. Elements that nobody has taken yet collapse into one, so a flood of events costs
/// one wake-up and not memory.
final class DescriptorReadiness: Sendable {
    /// One element after the descriptor turned readable.
    let stream: AsyncStream<Void>

    private let source: any DispatchSourceRead
    private let continuation: AsyncStream<Void>.Continuation

    /// Watches `descriptor`, which stays its owner's and must stay open until ``cancel()``.
    init(_ descriptor: Int32) {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.stream = stream
        self.continuation = continuation
        let queue = DispatchQueue(label: "xenstore events")
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        source.setEventHandler { continuation.yield() }
        source.activate()
    }

    /// Ends the stream and lets go of the descriptor.
    func cancel() {
        source.cancel()
        continuation.finish()
    }
}
