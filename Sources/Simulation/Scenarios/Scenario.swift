public import Ballooning
public import Xen

/// A host, its domains, what happens to them and for how long: everything that a run needs but the policy.
public struct Scenario: Sendable {
    /// Its name in tables.
    public var name: String
    /// What it is about, in one sentence.
    public var summary: String
    /// The host's memory.
    public var total: Pages
    /// What dom0 holds of it.
    public var controlDomain: Pages
    /// The domains that are there from the start.
    public var domains: [DomainSpec]
    /// What happens, in time order.
    public var events: [Event] = []
    /// The highest domid that is handed out before the numbers start over; nil for Xen's own.
    public var lastDomainID: UInt16?
    /// How long it lasts, in seconds.
    public var seconds: Int

    /// Makes a scenario without events.
    public init(
        name: String,
        summary: String,
        total: Pages,
        controlDomain: Pages = .mib(256),
        domains: [DomainSpec],
        seconds: Int
    ) {
        self.name = name
        self.summary = summary
        self.total = total
        self.controlDomain = controlDomain
        self.domains = domains
        self.seconds = seconds
    }

    /// Something that happens to a domain.
    public struct Event: Sendable {
        /// When, in seconds.
        public var second: Int
        /// What.
        public var action: Action

        /// Makes an event.
        public init(at second: Int, _ action: Action) {
            self.second = second
            self.action = action
        }
    }

    /// What can happen.
    public enum Action: Sendable {
        /// A domain is started; if its memory is not free, the start is tried again every second.
        case create(DomainSpec)
        /// A domain ends.
        case destroy(DomainUUID)
        /// A domain ends and starts again at once.
        case reboot(DomainUUID)
        /// A domain is paused, or runs again.
        case pause(DomainUUID, Bool)
        /// The administrator sets a domain to a part of its target, as `xl mem-set` does, and it is held for so long;
        /// never below its dynamic-min.
        case hold(DomainUUID, percent: Int, seconds: Int)
        /// A domain is moved, which takes so long; then it runs on under another domid.
        case migrate(DomainUUID, seconds: Int)
    }

    /// Ballast's settings for this scenario: its defaults, with the weights of the domains.
    public var settings: Settings {
        var settings = Settings()
        for weight in weights {
            var profile = DomainSettings()
            profile.weight = weight
            settings.profiles.append(profile)
        }
        return settings
    }

    /// The weights that differ from the default, ascending.
    var weights: [Int] {
        Set(domains.map(\.weight)).filter { $0 != DomainSettings().weight }.sorted()
    }
}
