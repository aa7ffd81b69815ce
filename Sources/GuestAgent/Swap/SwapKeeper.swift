import Xen

/// Brings swapped pages home, and says how it gets on.
struct SwapKeeper: ~Copyable {
    private let log: GuestLog
    private var pull: SwapPull
    private var release: SwapRelease
    private var own = OwnSwapIns()
    /// What it was before the step that is being taken.
    private var ownBefore = OwnSwapIns()
    private var lastReading: MemoryReport?
    private var isPulling = false
    private var isYielding = false
    private var refusedAt: Duration?
    /// Whether pages were to be pulled at last and there was none to be had.
    private var hasFoundNothing = false

    /// How long a refusal is taken for the last word.
    private static let refusalTime = Duration.seconds(600)

    /// Makes a keeper for the guest below `root`.
    ///
    /// - Parameter program: does the work.
    init(root: String, program: AgentProgram = AgentProgram(), log: GuestLog) {
        self.log = log
        pull = SwapPull(program: program)
        release = SwapRelease(root: root, program: program)
    }

    /// Takes a reading in.
    ///
    /// - Returns: the reading without the swap-ins of the keeper itself, and with its state.
    mutating func observe(_ reading: MemoryReport, at now: Duration, _ settings: GuestSettings) -> MemoryReport {
        if isRunning {
            // While pages come home nobody can tell our swap-ins from others; the stall still tells of a need.
            if let lastReading { own.add(from: lastReading, to: reading) }
            pulled(pull.poll(), at: now)
            if let success = release.poll() { released(success, at: now) }
        }
        lastReading = reading
        var sample = own.removed(from: reading)
        sample.pullBack = state(of: reading, at: now, settings)
        return sample
    }

    /// Starts what was decided, unless something goes on still.
    mutating func perform(_ step: ShrinkStep, at now: Duration) {
        guard !isRunning else { return }
        isPulling = false
        guard !isRefused(at: now) else { return }
        isYielding = false
        switch step {
        case .wait:
            break
        case .pull(let amount):
            isPulling = true
            ownBefore = own
            if !pull.start(Pages(ceiling: amount)) { refuse(at: now, Self.pullRefused) }
        case .release:
            if !release.start() { refuse(at: now, Self.releaseRefused) }
        }
    }

    /// Stops what goes on: somebody in the guest needs memory.
    mutating func yield() {
        guard isRunning, !isYielding else { return }
        isYielding = true
        pull.cancel()
        release.cancel()
    }

    /// Whether pages were to be pulled since this was last asked, and there was none to be had.
    mutating func takeNothingFound() -> Bool {
        defer { hasFoundNothing = false }
        return hasFoundNothing
    }

    private var isRunning: Bool {
        pull.isRunning || release.isRunning
    }

    private static let pullRefused: StaticString = "swapped pages cannot be read back"
    private static let releaseRefused: StaticString = "a swap device cannot be released"

    private mutating func pulled(_ poll: SwapPull.Poll, at now: Duration) {
        switch poll {
        case .pending:
            break
        case .failed:
            if !isYielding { refuse(at: now, Self.pullRefused) }
        case .done(let result):
            // It has counted while it ran, and nothing before or behind.
            own = ownBefore
            own.add(result)
            hasFoundNothing = result.outcome == .nothing
            if result.outcome == .refused { refuse(at: now, Self.pullRefused) }
        }
    }

    private mutating func released(_ success: Bool, at now: Duration) {
        if success {
            log.notice("released a swap device")
        } else if !isYielding {
            refuse(at: now, Self.releaseRefused)
        }
    }

    private mutating func refuse(at now: Duration, _ message: StaticString) {
        log.warning(message, ["retry.in": "\(Self.refusalTime)"])
        refusedAt = now
    }

    private func isRefused(at now: Duration) -> Bool {
        guard let refusedAt else { return false }
        return now - refusedAt < Self.refusalTime
    }

    private func state(of reading: MemoryReport, at now: Duration, _ settings: GuestSettings) -> SwapPullBack {
        guard settings.selfShrinking, let swap = reading.swapTotal, swap > .zero else {
            // While a device is off its size is not in the total.
            return release.isRunning ? .releasing : .off
        }
        if isRefused(at: now) { return .refused }
        if release.isRunning { return .releasing }
        return isPulling ? .pulling : .waiting
    }
}
