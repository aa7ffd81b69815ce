import Ballooning

/// How much a guest may say before it is no longer listened to for a while.
///
/// A token bucket: every event that a guest causes takes one token, tokens come back at a steady rate. An honest guest
/// agent writes at most ten times a second; one that writes without end runs dry within moments, and the watch on its
/// nodes is taken away until ``mutedUntil``, so that it costs nobody else anything.
struct EventBudget {
    private var tokens = Double(Self.burst)
    private var refilledAt: Instant?

    /// When a guest that has run dry is heard again; nil while it is heard.
    private(set) var mutedUntil: Instant?

    /// The most events that may come in one go: the first reading of a domain and a few reports.
    static let burst = 100
    /// Events per second that a guest may cause for ever: twice what its agent sends at most.
    static let perSecond = 20.0
    /// How long a guest that writes without end stays unheard.
    static let muteDuration = Milliseconds.seconds(10)

    /// Counts `events` more. Returns false at the moment the guest has to be muted.
    mutating func spend(_ events: Int, at now: Instant) -> Bool {
        guard mutedUntil == nil else { return true }
        if let refilledAt {
            let seconds = Double((now - refilledAt).count) / 1000
            tokens = min(Double(Self.burst), tokens + max(0, seconds) * Self.perSecond)
        }
        refilledAt = now
        tokens -= Double(events)
        guard tokens < 0 else { return true }
        mutedUntil = now + Self.muteDuration
        return false
    }

    /// Lets the guest be heard again once its time has passed. Returns whether it is heard from now on.
    mutating func unmute(at now: Instant) -> Bool {
        guard let end = mutedUntil, now >= end else { return false }
        self = EventBudget()
        return true
    }
}
