import Glibc
package import Xen

/// The agent: one thread that sleeps in poll(2) until a look is due, the kernel tells of a stall, xenstore has news, or
/// it is told to end.
package struct GuestLoop: ~Copyable {
    private let signals: SignalDescriptor
    private let log: GuestLog
    private var sampler: MemorySampler
    private var trigger: PressureDescriptor?
    /// The settings that hold where dom0 sets nothing.
    private let settings: GuestSettings
    private var mind: GuestMind
    private var link: StoreLink
    private var keeper: SwapKeeper

    /// Opens what the agent reads and takes SIGTERM and SIGINT over; the store is connected once it runs.
    ///
    /// - Parameters:
    ///   - root: where /proc and /sys are, empty outside of tests.
    ///   - open: connects to xenstore.
    /// - Throws: ``SamplerError`` where there is nothing to report, ``SystemError`` where signals cannot be awaited.
    package init(
        _ settings: GuestSettings,
        root: String = "",
        log: GuestLog,
        open: @escaping () throws(StoreError) -> WireClient
    ) throws {
        let signals = try SignalDescriptor()
        let sampler = try MemorySampler(root: root)
        self.signals = signals
        self.sampler = sampler
        trigger = settings.urgent ? PressureDescriptor(root: root, settings.trigger) : nil
        self.settings = settings
        mind = GuestMind(settings)
        // The boot time in milliseconds: more than any agent before us has counted to at ten lines a second.
        link = StoreLink(sequence: SystemClock.now.microseconds / 1000, log: log, open: open)
        keeper = SwapKeeper(root: root, log: log)
        self.log = log
    }

    /// Runs until a signal ends it.
    ///
    /// - Throws: ``SamplerError`` once the kernel no longer tells the total.
    package mutating func run() throws(SamplerError) {
        log.notice("watching memory", ["psi.trigger": trigger.describe()])
        var news = News()
        while !news.isEnd {
            let now = SystemClock.now
            if link.connect(at: now) || news.isRestart {
                readTunables(at: now)
                mind.restart()
            }
            let sample = keeper.observe(try sampler.sample(), at: now, mind.settings)
            if keeper.takeNothingFound() { mind.foundNothingToPull() }
            let step = mind.step(sample, at: now, triggered: news.isStall)
            if link.send(step.report ? sample : nil, need: step.need, at: now) {
                if step.report { mind.reported(sample, at: now) }
                if step.need != nil { mind.requested(at: now) }
            }
            if !step.isCalm { keeper.yield() }
            if let shrink = step.shrink { keeper.perform(shrink, at: now) }
            news = wait(for: step.wait)
        }
        log.notice("stopped")
    }

    private mutating func readTunables(at now: Duration) {
        do {
            try link.readTunables(at: now)
            mind.settings = settings.applying(link.tunables)
        } catch {
            log.warning("dom0's settings are refused", ["error": "\(error)"])
        }
    }

    private struct News {
        var isEnd = false
        var isStall = false
        var isRestart = false
    }

    private mutating func wait(for time: Duration) -> News {
        // A descriptor of -1 is passed over by poll.
        var signal = pollfd(fd: signals.number, events: Int16(POLLIN), revents: 0)
        var stall = pollfd(fd: trigger?.number ?? -1, events: Int16(POLLPRI), revents: 0)
        var store = pollfd(fd: link.descriptor ?? -1, events: Int16(POLLIN), revents: 0)
        withUnsafeTemporaryAllocation(of: pollfd.self, capacity: 3) { descriptors in
            descriptors.initializeElement(at: 0, to: signal)
            descriptors.initializeElement(at: 1, to: stall)
            descriptors.initializeElement(at: 2, to: store)
            // Rounded up: waking a little too soon would mean waking twice.
            let milliseconds = (max(0, time.microseconds) + 999) / 1000
            guard poll(descriptors.baseAddress, 3, Int32(clamping: milliseconds)) > 0 else { return }
            signal = descriptors[0]
            stall = descriptors[1]
            store = descriptors[2]
        }
        var news = News()
        news.isEnd = signal.revents != 0
        if Int32(stall.revents) & POLLERR != 0 {
            // The kernel has taken the trigger back; the rates still tell.
            trigger = nil
        } else {
            news.isStall = Int32(stall.revents) & POLLPRI != 0
        }
        news.isRestart = link.takeEvents(at: SystemClock.now, isReadable: store.revents != 0)
        return news
    }
}

extension PressureDescriptor? {
    /// The trigger for the log.
    fileprivate borrowing func describe() -> String {
        switch self {
        case .some(let descriptor): descriptor.trigger.line
        case .none: "none"
        }
    }
}
