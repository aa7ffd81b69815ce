import ServiceLifecycle
import UnixSignals

/// Turns SIGHUP into an element of a stream, as long as the group runs that it belongs to.
struct ReloadSignal: Service {
    /// One element for each SIGHUP; several before somebody looks are one.
    let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    func run() async {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { continuation.yield() }
        continuation.finish()
    }
}
