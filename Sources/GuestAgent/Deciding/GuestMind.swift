import Xen

/// The agent's decisions: values in, a step out. It knows no file, no clock and no store.
struct GuestMind {
    var settings: GuestSettings
    private var schedule = ReportSchedule()
    private var gauge = PressureGauge()
    private var lastRequest: Duration?
    private var lastPressure: Duration?
    private var shrinker = SwapShrinker()
    private var lastShrink: Duration?
    private var wasCalm = true

    init(_ settings: GuestSettings) {
        self.settings = settings
    }

    /// Decides what follows from a sample.
    ///
    /// - Parameters:
    ///   - now: the time since an arbitrary moment that does not change.
    ///   - triggered: whether the kernel told of a stall.
    mutating func step(_ sample: MemoryReport, at now: Duration, triggered: Bool) -> GuestStep {
        let pressure = gauge.measure(sample, at: now, triggered: triggered)
        if pressure.shortage != nil { lastPressure = now }
        let delay = schedule.delay(of: sample, at: now, settings)
        var step = GuestStep(wait: isAlert(at: now) ? settings.gap : settings.sampling)
        step.need = request(for: pressure, of: sample, at: now)
        step.isCalm = pressure.isCalm
        step.shrink = shrink(sample, isCalm: pressure.isCalm, at: now)
        // Dom0 hears a request that the latest report bears out, and the one before may be of better times.
        step.report = delay <= .zero || step.need != nil && schedule.allowsReport(at: now, settings)
        if !step.report { step.wait = min(step.wait, delay) }
        return step
    }

    /// Takes note of a report that has gone out.
    mutating func reported(_ sample: MemoryReport, at now: Duration) {
        schedule.sent(sample, at: now)
    }

    /// Takes note of an urgent request that has gone out.
    mutating func requested(at now: Duration) {
        lastRequest = now
    }

    /// Takes note that no swapped page could be pulled back.
    mutating func foundNothingToPull() {
        shrinker.foundNothing()
    }

    /// Starts anew after a resume or on a new connection: whoever reads now has seen nothing yet.
    mutating func restart() {
        schedule.restart()
        gauge.restart()
        shrinker.restart()
    }

    /// The swapped pages are looked at once an interval, whatever happens in between.
    private mutating func shrink(_ sample: MemoryReport, isCalm: Bool, at now: Duration) -> ShrinkStep? {
        guard settings.selfShrinking else { return nil }
        wasCalm = wasCalm && isCalm
        if let lastShrink, now - lastShrink < settings.interval { return nil }
        defer {
            lastShrink = now
            wasCalm = true
        }
        return shrinker.step(sample, isCalm: wasCalm, at: now, settings)
    }

    /// For a second after the last sign of pressure the agent looks as often as it may ask: the kernel calls only once a
    /// window.
    private func isAlert(at now: Duration) -> Bool {
        guard let lastPressure else { return false }
        return now - lastPressure < .seconds(1)
    }

    private func request(for pressure: Pressure, of sample: MemoryReport, at now: Duration) -> KiB? {
        // Only the balloon can give memory back; what it does not hold is not dom0's to give.
        guard settings.urgent, let shortage = pressure.shortage, let balloon = sample.balloon else { return nil }
        if let lastRequest, now - lastRequest < settings.gap { return nil }
        let need = min(shortage, balloon)
        return need > .zero ? need : nil
    }
}
