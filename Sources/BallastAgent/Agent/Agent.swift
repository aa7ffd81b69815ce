public import Ballooning
public import CoreMetrics
public import Logging
public import Xen

/// The agent's one loop body: takes in what has changed, and when a round is due looks at the host, has a plan made and
/// carries it out.
///
/// It is synchronous and keeps no thread, so that a simulation drives it under virtual time exactly as the daemon does
/// under real time. Its user calls it from one thread at a time.
public final class Agent {
    /// How the agent behaves.
    public struct Options: Sendable {
        /// What the file and the command line set.
        public var layers = SettingsLayers()
        /// Look, decide and explain, but write nothing.
        public var isDryRun = false
        /// The longest time without a round, whatever the settings say: for somebody who wants to hear of each. Nil sets
        /// no limit.
        public var longestPause: Milliseconds?

        /// The defaults.
        public init() {}
    }

    /// Called after each round, if somebody looks on.
    public var observer: ((RoundReport) -> Void)?

    let options: Options
    let hypervisor: any Hypervisor
    let clock: AgentClock
    let logger: Logger

    var store: any Store
    var inventory = Inventory()
    var balancer = Balancer()
    var snapshot: HostSnapshot
    var plan = Plan()
    var layers: SettingsLayers
    var settings: ResolvedSettings
    var configuration = ConfigurationTree()
    var fileRefusals: [String: String] = [:]
    /// Whether something else than the store may have changed the settings since they were put in force.
    var areSettingsStale = true
    /// Whether the values that are published of the settings may not be those in force.
    var areSettingsUnpublished = true
    var publishedSettings: Set<String> = []
    var reservations = ReservationTree()
    var control = ControlTree()
    var errors = StatusTree(root: AgentTree.errors)
    var status = StatusTree(root: AgentTree.status)
    /// The decisions that were looked at last for what is to be published.
    var comparedDecisions: [DomainDecision] = []
    var publishedDomains: [DomainID: PublishedDomain] = [:]
    /// Where in the plan the next domains to be published are looked for first.
    var nextPublished = 0
    var publishedHost: HostDecision?
    var publishedRefusals: [String: String] = [:]
    /// Whether the status may differ from what is known although every decision is the published one.
    var isStatusStale = false
    /// What an earlier run knew of the domains it left.
    var inheritance: [DomainID: InheritedDomain] = [:]
    var nextRound = Instant.distantPast
    var troubles = TroubleLog()
    let meters: AgentMeters
    /// When the current turn began, by the stopwatch.
    var turnBegan = Duration.zero
    /// The dom0 that the agent runs in; nil on a simulated host.
    var keeper: ControlDomainKeeper?
    var ledger = ReclaimLedger()
    /// The pressure that was told of last, of the host and of dom0.
    var notedLevel = PressureLevel.none
    var notedControlDomain = false

    /// Makes an agent on an open connection and sets the watches that tell it of domains.
    ///
    /// - Parameters:
    ///   - controlDomain: the way to dom0's kernel; without one only the guests are looked after.
    ///   - metrics: keeps the metrics; without one nothing is counted.
    /// - Throws: what the store says to the first requests.
    public init(
        store: any Store,
        hypervisor: any Hypervisor,
        controlDomain: ControlDomainLink? = nil,
        options: Options = Options(),
        clock: AgentClock = .system,
        metrics: (any MetricsFactory)? = nil,
        logger: Logger
    ) throws(StoreError) {
        self.store = store
        self.hypervisor = hypervisor
        self.options = options
        self.clock = clock
        self.logger = logger
        meters = AgentMeters(metrics)
        layers = options.layers
        settings = layers.resolve()
        keeper = controlDomain.map(ControlDomainKeeper.init)
        snapshot = HostSnapshot(now: clock.now(), memory: HostMemory(total: .zero, free: .zero), domains: [])
        inheritance = try InheritedDomain.read(from: store, clock: clock)
        try watchHost()
        try recoverSqueeze()
    }

    /// Goes on with a new connection after the old one was lost: sets all watches anew and reads everything again.
    public func reconnect(to store: any Store) throws(StoreError) {
        self.store = store
        meters.noteReconnection()
        status.forget()
        errors.forget()
        comparedDecisions = []
        publishedDomains = [:]
        publishedHost = nil
        publishedRefusals = [:]
        publishedSettings = []
        areSettingsUnpublished = true
        configuration.forget()
        reservations.forget()
        control.forget()
        try watchHost()
        for record in inventory.records { try watch(record.info.id) }
        inventory.updateAll { $0.forgetStore() }
        nextRound = .distantPast
    }

    /// Takes in what has changed and makes a round if one is due.
    ///
    /// - Returns: when to call again even if nothing happens.
    /// - Throws: ``StoreError/Code/disconnected`` once the connection is lost; every other trouble is logged and met by
    ///   trying again.
    public func turn() throws(StoreError) -> Instant {
        let now = clock.now()
        turnBegan = clock.stopwatch()
        let isCalled = keeper?.takeAlarms(at: now) ?? false
        if isCalled { try answerAlarm(at: now) }
        try unmuteGuests(at: now)
        let haveDomainsChanged = try takeEvents(at: now)
        var changes = try inventory.readChanges(from: store, at: now)
        if !changes.refusedReports.isEmpty { showSoon(at: now) }
        try keeper?.backEnds.readChanges(from: store)
        let haveSettingsChanged = try applyConfiguration()
        let haveReservationsChanged = try reservations.readChanges(from: store, at: now)
        let haveRequests = try control.readChanges(from: store)
        let hasNews =
            isCalled || haveDomainsChanged || haveSettingsChanged || haveReservationsChanged || haveRequests
            || changes.urgent || changes.named || !changes.foreignTargets.isEmpty
        if now >= nextRound || hasNews {
            // Whatever calls for the round, it starts from what Xen says now.
            if try refreshInventory(at: now) {
                // The nodes of a domain that has just appeared belong into this round already.
                changes.merge(try inventory.readChanges(from: store, at: now))
            }
            if changes.named {
                resolveSettings()
                isStatusStale = true
            }
            respectForeignTargets(changes.foreignTargets, at: now)
            if haveRequests || haveDomainsChanged || changes.named { try carryOutControl(at: now) }
            try round(at: now)
        }
        report(changes, at: now)
        try publishRefusals()
        try publishSettings()
        if !reservations.isFullyRead { return now }
        return [nextRound, changes.readableAt ?? .distantFuture, inventory.nextUnmute].min() ?? nextRound
    }

    /// Ends the agent's work: takes back what it published and leaves every target as it is.
    public func stop() {
        guard !options.isDryRun else { return }
        do {
            try endSqueeze()
            try status.withdraw(from: store)
            try errors.withdraw(from: store)
        } catch {
            logger.warning("cannot take the status back", error: error)
        }
    }

    private func watchHost() throws(StoreError) {
        try store.watch(.introduceDomain, token: Token.domains)
        try store.watch(.releaseDomain, token: Token.domains)
        try ConfigurationTree.watch(on: store)
        try ReservationTree.watch(on: store)
        try ControlTree.watch(on: store)
    }

    /// The tokens of watches that are about the host.
    enum Token {
        static let domains = "domains"
    }

    /// Drains the events that have arrived. Returns whether domains came or went.
    private func takeEvents(at now: Instant) throws(StoreError) -> Bool {
        var domainsChanged = false
        // A bounded share of a flood; what is left wakes the agent again at once.
        for _ in 0..<Self.mostBatches {
            let events = try store.takeEvents(limit: Self.eventBatch)
            for event in events {
                switch event.token {
                case Token.domains: domainsChanged = true
                case ConfigurationTree.token: configuration.note(event)
                case ReservationTree.token: reservations.note(event)
                default:
                    control.note(event)
                    guard let server = BackEndInventory.server(ofToken: event.token) else { continue }
                    keeper?.backEnds.note(event, server: server)
                }
            }
            for id in inventory.note(events, at: now) {
                try Inventory.mute(id, on: store)
                showSoon(at: now)
                meters.noteStorm()
                troubles.note(
                    "guest writes without end and is not heard for a while",
                    ["seconds": "\(EventBudget.muteDuration.count / 1000)"],
                    about: id,
                    level: .warning,
                    at: now,
                    to: logger
                )
            }
            if events.count < Self.eventBatch { break }
        }
        return domainsChanged
    }

    private static let eventBatch = 256
    private static let mostBatches = 16

    private func unmuteGuests(at now: Instant) throws(StoreError) {
        guard now >= inventory.nextUnmute else { return }
        for id in inventory.unmuteGuests(at: now) {
            try Inventory.unmute(id, on: store)
            showSoon(at: now)
        }
    }

    /// Has a round publish what a guest does wrong, which by itself is no reason to plan anew.
    private func showSoon(at now: Instant) {
        nextRound = min(nextRound, now + Self.complaintDelay)
    }

    /// How long a complaint waits for others at most: guests cause one as often as they like.
    private static let complaintDelay = Milliseconds.seconds(1)

    private func report(_ changes: InventoryChanges, at now: Instant) {
        for (id, error) in changes.refusedReports {
            meters.note(refused: .report)
            troubles.note(
                "guest's report is refused",
                ["error": "\(error)"],
                about: id,
                level: .warning,
                at: now,
                to: logger
            )
        }
    }

    /// Counts that something went wrong, and logs it unless it does so all the time.
    func trouble(_ phrase: StaticString, _ error: any Error, from source: TroubleSource) {
        meters.note(source)
        troubles.note(phrase, ["error": "\(error)"], at: clock.now(), to: logger)
    }
}
