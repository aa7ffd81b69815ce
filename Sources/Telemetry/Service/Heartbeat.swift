/// Tells a service's manager of its work: that it is ready once the first piece is done, then that it is alive, as often
/// as the manager's watchdog needs it, and what it does, whenever that changes.
public struct Heartbeat: Sendable {
    private let tell: @Sendable ([ServiceState]) -> Bool
    private let spacing: Duration?
    private var isReady = false
    private var status: String?
    private var fedAt: ContinuousClock.Instant?

    /// Makes a heartbeat that nobody has heard of yet.
    public init(_ manager: ServiceManager) {
        self.init(patience: manager.patience) { manager.tell($0) }
    }

    /// Makes a heartbeat.
    ///
    /// - Parameters:
    ///   - patience: the watchdog's time; nil if there is none.
    ///   - tell: takes what there is to tell, and says whether it was heard.
    init(patience: Duration?, tell: @escaping @Sendable ([ServiceState]) -> Bool) {
        self.tell = tell
        // Half the time is what sd_watchdog_enabled(3) advises; a quarter lets one go astray.
        spacing = patience.map { $0 / 4 }
    }

    /// Notes that a piece of work is done.
    ///
    /// - Parameters:
    ///   - status: what the service does, in a few words.
    ///   - now: when it was done.
    public mutating func beat(_ status: String, at now: ContinuousClock.Instant = .now) {
        var states: [ServiceState] = []
        if !isReady { states.append(.ready) }
        if status != self.status { states.append(.status(status)) }
        if let spacing, fedAt.map({ $0 + spacing <= now }) ?? true { states.append(.watchdog) }
        // What was not heard is told again with the next piece of work.
        guard !states.isEmpty, tell(states) else { return }
        isReady = true
        self.status = status
        if states.contains(.watchdog) { fedAt = now }
    }
}
