import Ballooning
import ControlDomain
import Xen

/// The agent's eyes and hands in the dom0 that it runs in: how short of memory it is, what it keeps for its guests'
/// devices, and the squeeze of that.
struct ControlDomainKeeper {
    let module: BlockBackEnd
    private let link: ControlDomainLink
    private var sensor: ControlDomainSensor
    private var saveProcesses: SaveProcesses
    /// The domains that dom0 was copying when it was looked at last, and when that was.
    private var saved: Set<DomainID> = []
    private var savedAt = Instant.distantPast
    var backEnds = BackEndInventory()
    var squeeze: BackEndSqueeze
    private var isPressed = false
    /// Whether the limit has been lowered since the account was taken.
    private var isAccountStale = false
    /// When the kernel gave the alarm that no round has taken up yet, and the one that the latest round has.
    private var stalledAt: Instant?
    private var answered: Instant?
    /// When the pools have given what they had to, and dom0's balloon is looked at.
    private var drainedAt = Instant.distantPast

    /// How often a pressed dom0 is looked at: until the pressure is gone, and until what was squeezed is restored.
    private static let pressedInterval = Milliseconds.seconds(1)
    /// How often dom0's processes are looked at, at most: where a thousand of them serve guests, the kernel takes several
    /// milliseconds to list them, and a guest that calls is to be answered sooner.
    private static let savedInterval = Milliseconds.seconds(1)
    /// How long the pools take to give their pages back: blkback's 100 ms, and a little for the balloon driver.
    private static let drainTime = Milliseconds(150)
    /// What is worth a word to the balloon driver: requests under way leave and take single pages all the time.
    private static let leastOwed = Pages.mib(1)

    init(_ link: ControlDomainLink) {
        module = BlockBackEnd(files: link.files)
        self.link = link
        sensor = ControlDomainSensor(files: link.files)
        saveProcesses = SaveProcesses(files: link.files)
        squeeze = BackEndSqueeze(module)
    }

    /// Whether somebody has called since this was asked last: dom0's kernel, or Xen.
    mutating func takeAlarms(at now: Instant) -> Bool {
        if let age = link.pressure?.take() { stalledAt = now - Milliseconds(Int64(age / .milliseconds(1))) }
        let isLow = link.lowMemory?.take() != nil
        return stalledAt != nil || isLow
    }

    /// Looks at dom0 for the next plan.
    ///
    /// - Parameter threshold: the stall that the kernel's alarm stands for.
    mutating func look(at now: Instant, threshold: StallRate) -> ControlDomainPressure {
        link.pressure?.set(threshold: threshold)
        answered = stalledAt
        stalledAt = nil
        return sensor.read(at: now, alarm: answered == nil ? .none : threshold)
    }

    /// The domains that dom0 is saving, or sending to another host.
    mutating func migratingDomains(at now: Instant) -> Set<DomainID> {
        if now - savedAt >= Self.savedInterval {
            saved = saveProcesses.domains()
            savedAt = now
        }
        return saved
    }

    /// Squeezes at once if dom0's kernel has called: an alarm always ends so, and all that a round reads before it has a
    /// plan waits for the memory that is short.
    ///
    /// - Parameter duration: how long a squeeze lasts after the last sign of pressure.
    /// - Returns: what was done; nil if nothing was.
    mutating func answerAlarm(
        for duration: Milliseconds,
        at now: Instant,
        in store: some Store
    ) throws(BackEndSqueezeError) -> Action? {
        guard let stalledAt else { return nil }
        return try lower(for: duration, alarmed: stalledAt, at: now, in: store)
    }

    /// Does what the plan asks of the back ends, and ends a squeeze whose time has come.
    ///
    /// - Parameter duration: how long a squeeze lasts after the last sign of pressure.
    /// - Returns: what was done; nil if nothing was.
    mutating func act(
        on plan: Plan,
        for duration: Milliseconds,
        at now: Instant,
        in store: some Store
    ) throws(BackEndSqueezeError) -> Action? {
        isPressed = plan.host.reclaim.backEndPools > .zero
        if isPressed {
            if !backEnds.account.isTaken { takeStock(at: now) }
            return try lower(for: duration, alarmed: answered, at: now, in: store)
        }
        guard squeeze.isOn, now >= squeeze.end else { return nil }
        return try end(in: store)
    }

    private mutating func lower(
        for duration: Milliseconds,
        alarmed: Instant?,
        at now: Instant,
        in store: some Store
    ) throws(BackEndSqueezeError) -> Action? {
        // Where nothing is kept, there is nothing to squeeze.
        guard squeeze.isOn || backEnds.account.sums.squeezable > .zero,
            try squeeze.press(at: now, for: duration, in: store)
        else { return nil }
        isAccountStale = true
        drainedAt = now + Self.drainTime
        return .lowered(from: squeeze.usual ?? .zero, alarmed: alarmed)
    }

    /// Has dom0's balloon driver take back what the pools have given and it has not taken by itself: dom0's target is a page
    /// lower for a moment, which wakes it. This goes by xenstore, as every target does; by the driver's own file it would
    /// take a capability that the agent does without.
    ///
    /// - Returns: how much it was; nil if there was nothing to do.
    func takeBack(at now: Instant, in store: some Store) throws(StoreError) -> Pages? {
        guard isPressed || squeeze.isOn, now >= drainedAt else { return nil }
        let owed = link.balloon.owed
        // Until somebody sets dom0's target for the first time, the driver alone knows it.
        guard owed >= Self.leastOwed, let target = try Self.target(in: store) ?? link.balloon.target, target > Self.dip
        else { return nil }
        let lowered = target - Self.dip
        try store.write(Self.targetPath, "\(lowered.count)")
        link.balloon.pause()
        // A target that somebody else has set meanwhile stays.
        if try Self.target(in: store) == lowered { try store.write(Self.targetPath, "\(target.count)") }
        return owed
    }

    private static func target(in store: some Store) throws(StoreError) -> KiB? {
        try store.readIfPresent(targetPath).flatMap { KiB(parsing: $0) }
    }

    private static let targetPath = StorePath.domain(DomainID(0)).appending("memory/target")
    /// How much lower the target is for a moment.
    private static let dip = Pages(1).kib

    /// Brings the account of the back ends up to date. It comes last in a round: it reads several files for each disk,
    /// and nobody is to wait for that in a dom0 without memory.
    mutating func takeStock(at now: Instant) {
        backEnds.account.observe(backEnds.devices, module, at: now, force: isAccountStale)
        isAccountStale = false
    }

    /// Ends a squeeze, whatever its time.
    mutating func end(in store: some Store) throws(BackEndSqueezeError) -> Action? {
        try squeeze.end(in: store).map { .restored(to: $0) }
    }

    /// What was done to dom0's disk pools.
    enum Action: Equatable {
        /// Their limit is 0 now. The kernel's alarm that led to it, if one did, was given at that time.
        case lowered(from: Pages, alarmed: Instant?)
        /// Their limit is what it was, or what the administrator has made of it.
        case restored(to: Pages)
    }

    /// When dom0 is to be looked at again even if nothing happens.
    func nextLook(after now: Instant) -> Instant {
        let look = isPressed || squeeze.isOn ? min(now + Self.pressedInterval, squeeze.end) : squeeze.end
        return now < drainedAt ? min(look, drainedAt) : look
    }
}
