import Xen

/// The most that a domain has needed lately: what it may soon need again.
///
/// Two windows of five minutes are kept, the one that runs and the one before, so what was needed is remembered for five
/// to ten minutes and then forgotten at once. A peak that decayed would move loans for as long as it does.
struct RecentPeak: Sendable, Hashable, Codable {
    private var running = Pages.zero
    private var before = Pages.zero
    private var since = Instant.distantPast

    /// The largest need of both windows.
    var size: Pages { max(running, before) }

    /// Takes note of what is needed now.
    @inline(always)
    mutating func observe(_ need: Pages, now: Instant) {
        let age = now - since
        if age >= Self.window {
            before = age < Self.window * 2 ? running : .zero
            running = .zero
            since = now
        }
        running = max(running, need)
    }

    /// The length of a window.
    private static let window = Milliseconds.seconds(300)
}
