/// Somebody who calls when memory runs short: the hypervisor, or dom0's kernel. Nothing is polled for it.
public protocol Alarm: Sendable {
    /// One element after a call; calls that nobody has taken yet collapse into one. There is one consumer.
    var wakeups: AsyncStream<Void> { get }

    /// How long ago the first call was made since this was asked last; nil if there was none.
    func take() -> Duration?
}
