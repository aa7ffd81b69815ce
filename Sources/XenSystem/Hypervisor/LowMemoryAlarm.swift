import CXen
import Glibc
import Logging
import Synchronization
public import Xen

/// Xen's own alarm for a host that runs out of free memory, VIRQ_ENOMEM: it comes at 64 MiB and at each further halving.
public final class LowMemoryAlarm: Alarm {
    /// One element after an alarm.
    public let wakeups: AsyncStream<Void>

    private let channel: EventChannelHandle
    private let isRaised = Atomic(false)
    private let end = Doorbell()
    private let continuation: AsyncStream<Void>.Continuation

    /// Binds the alarm.
    ///
    /// - Throws: what Xen says, as where another program has bound it: there is one such event for the whole host.
    public init() throws(HypervisorError) {
        (wakeups, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        channel = try EventChannelHandle(virtualInterrupt: VIRQ_ENOMEM)
        let status = BackgroundThread.start { self.run() }
        guard status == 0 else { throw HypervisorError(.bindAlarm, errno: status) }
    }

    /// Whether Xen gave the alarm since the last call.
    public func take() -> Bool {
        isRaised.exchange(false, ordering: .acquiringAndReleasing)
    }

    /// Ends the thread and the stream.
    public func stop() {
        end.ring()
        continuation.finish()
    }

    private func run() {
        while true {
            var descriptors = [
                pollfd(fd: channel.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: end.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            guard unsafe poll(&descriptors, 2, -1) > 0 else { continue }
            guard descriptors[1].revents == 0, channel.acknowledge() else { return }
            isRaised.store(true, ordering: .releasing)
            continuation.yield()
        }
    }
}
