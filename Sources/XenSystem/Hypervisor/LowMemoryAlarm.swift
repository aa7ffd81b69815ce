import CXen
import Glibc
public import Xen

/// Xen's own alarm for a host that runs out of free memory, VIRQ_ENOMEM: it comes at 64 MiB and at each further halving.
public final class LowMemoryAlarm: Alarm {
    /// One element after an alarm.
    public var wakeups: AsyncStream<Void> { bell.wakeups }

    private let channel: EventChannelHandle
    private let bell = AlarmBell()
    private let end = Doorbell()

    /// Binds the alarm.
    ///
    /// - Throws: what Xen says, as where another program has bound it: there is one such event for the whole host.
    public init() throws(HypervisorError) {
        channel = try EventChannelHandle(virtualInterrupt: VIRQ_ENOMEM)
        let status = BackgroundThread.start { self.run() }
        guard status == 0 else { throw HypervisorError(.bindAlarm, errno: status) }
    }

    /// How long ago Xen gave the first alarm since this was asked last.
    public func take() -> Duration? {
        bell.take()
    }

    /// Ends the thread and the stream.
    public func stop() {
        end.ring()
        bell.finish()
    }

    private func run() {
        while true {
            var descriptors = [
                pollfd(fd: channel.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: end.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            guard unsafe poll(&descriptors, 2, -1) > 0 else { continue }
            guard descriptors[1].revents == 0, channel.acknowledge() else { return }
            bell.ring()
        }
    }
}
