/// The events that came while somebody waited for an answer, oldest first, and never more than a limit.
struct WireInbox {
    private var events: [WatchEvent] = []
    private let limit: Int
    /// The events of a full box, as long as nothing is taken out of it.
    private var crowd: Set<WatchEvent> = []
    /// Whether no more events can come.
    var gone = false
    /// How many requests are under way or wait for their turn.
    var requests = 0
    /// Whom to tell of news.
    var onNews: (@Sendable (WireLink.News) -> Void)?

    init(limit: Int) {
        self.limit = limit
    }

    /// What there is to tell, nil if nothing.
    var news: WireLink.News? {
        gone ? .gone : events.isEmpty ? nil : .events
    }

    /// Takes an event in. A full box drops an event whose equal waits already, since both ask for the same reading.
    ///
    /// - Returns: false if there is no room: then news would be lost and the connection has to be given up, so that its
    ///   successor's first events bring everything up to date.
    mutating func add(_ event: WatchEvent) -> Bool {
        guard events.count >= limit else {
            events.append(event)
            return true
        }
        if crowd.isEmpty { crowd = Set(events) }
        return crowd.contains(event)
    }

    /// Takes at most `count` events out.
    mutating func take(_ count: Int) -> [WatchEvent] {
        let taken = Array(events.prefix(max(0, count)))
        events.removeFirst(taken.count)
        if !crowd.isEmpty { crowd = [] }
        return taken
    }
}
