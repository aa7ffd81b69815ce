import Xen

/// Brings swapped pages home, and says how it gets on.
struct SwapKeeper {
    private let log: GuestLog
    private var reader: SwapReader
    private var release: SwapRelease
    private var own = OwnSwapIns()
    private var lastReading: MemoryReport?
    private var isPulling = false
    private var isYielding = false
    private var refusedAt: Duration?

    /// How long a refusal is taken for the last word.
    private static let refusalTime = Duration.seconds(600)

    /// Makes a keeper for the guest below `root`.
    init(root: String, log: GuestLog) {
        self.log = log
        reader = SwapReader(root: root)
        release = SwapRelease(root: root)
    }

    /// Takes a reading in.
    ///
    /// - Returns: the reading without the swap-ins of the keeper itself, and with its state.
    mutating func observe(_ reading: MemoryReport, at now: Duration, _ settings: GuestSettings) -> MemoryReport {
        if release.isRunning {
            // While a device is emptied nobody can tell its swap-ins from others; the stall still tells of a need.
            if let lastReading { own.add(from: lastReading, to: reading) }
            if let success = release.poll() { released(success, at: now) }
        }
        lastReading = reading
        var sample = own.removed(from: reading)
        sample.pullBack = state(of: reading, at: now, settings)
        return sample
    }

    /// Does what was decided.
    ///
    /// - Returns: false where pages were to be pulled and there was none to be had.
    mutating func perform(_ step: ShrinkStep, _ sampler: inout MemorySampler, at now: Duration) -> Bool {
        isPulling = false
        guard !release.isRunning, !isRefused(at: now) else { return true }
        switch step {
        case .wait:
            return true
        case .pull(let amount):
            isPulling = true
            return pull(Pages(ceiling: amount), &sampler, at: now)
        case .release:
            isYielding = false
            if !release.start() { refuse(at: now, "a swap device cannot be released") }
            return true
        }
    }

    /// Stops what can be stopped: somebody in the guest needs memory.
    mutating func yield() {
        guard release.isRunning, !isYielding else { return }
        isYielding = true
        release.cancel()
    }

    private mutating func pull(_ amount: Pages, _ sampler: inout MemorySampler, at now: Duration) -> Bool {
        guard let start = lastReading?.swapped else { return true }
        let goal = start - amount.kib
        // What was read in an earlier pass still looks swapped to its owner, so a pass may find less than it asks for:
        // go on while there is something left, and not for ever.
        for _ in 0..<Self.attempts {
            guard let before = lastReading, let swapped = before.swapped, swapped > goal else { return true }
            let outcome = reader.read(upTo: Pages(ceiling: swapped - goal))
            if outcome == .refused { refuse(at: now, "swapped pages cannot be read back") }
            guard case .asked = outcome, let after = try? sampler.sample() else { break }
            own.add(from: before, to: after)
            lastReading = after
        }
        return lastReading?.swapped ?? .zero < start
    }

    /// How many times one step asks.
    private static let attempts = 16

    private mutating func released(_ success: Bool, at now: Duration) {
        if success {
            log.notice("released a swap device")
        } else if !isYielding {
            refuse(at: now, "a swap device cannot be released")
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
