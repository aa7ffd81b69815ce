import Xen

extension Observation {
    /// The goal: by the guest's report, or by what is known without one.
    @inline(always)
    func need(_ decision: inout DomainDecision, _ domain: DomainSnapshot, _ memory: inout DomainHistory) {
        let plain: Pages
        if let reading = memory.reading, isPossible(reading, domain, memory),
            isRecent(reading, received: domain.reportReceived)
        {
            decision.state = .balanced
            if reading.source == .xapi { decision.marks.insert(.uncertain) }
            // A guest that was lowered too far tells nothing any more. Ours reports as soon as it has given so much; the
            // others report too rarely to wait for them.
            let asked = memory.meter.currentAtReport - decision.inForce
            if reading.source == .ballast, asked > memory.meter.currentAtReport / Self.unheardPart {
                decision.marks.insert(.unheard)
            }
            let current = memory.meter.currentAtReport - decision.offset
            let overhead = Overhead.likely(reading, current: current) + decision.offset
            plain = Goal(reading, overhead: overhead, settings: profile).size
            decision.estimate = plain
            weighStall(&decision, &memory, reading, plain: plain)
            if decision.marks.contains(.due), profile.swapSelfShrinking {
                decision.swapTarget = memory.swap.next(
                    swapped: reading.swapped,
                    hysteresis: profile.swapHysteresis,
                    inertia: profile.swapInertia
                )
            }
            // Should the guest fall silent, what it was not given by then lapses: nobody could say whether it is needed.
            memory.claim = min(max(decision.floor, min(plain, memory.meter.currentAtReport)), decision.ceiling)
        } else {
            decision.state = .silent
            decision.marks.insert(.uncertain)
            memory.meter.fallSilent()
            let hasRange =
                (profile.dynamicMinimum ?? domain.dynamicMinimum) != nil
                && (profile.dynamicMaximum ?? domain.dynamicMaximum) != nil
            plain = hasRange ? decision.ceiling : memory.claim
        }
        let hasSpare = decision.state == .balanced && memory.meter.hasSpare
        // A call is heard if the guest's own report bears it out.
        if let call = domain.urgent, decision.state == .balanced, !hasSpare,
            memory.headroom.hear(
                call,
                rate: profile.urgentRate,
                current: decision.current,
                plain: plain,
                ceiling: decision.ceiling
            )
        {
            decision.marks.insert(.urgent)
        }
        if decision.marks.contains(.due), !decision.marks.contains(.urgent),
            hasSpare || decision.stall.microsecondsPerSecond * 4 < profile.stallThreshold.microsecondsPerSecond
        {
            memory.headroom.decay(hasSpare: hasSpare)
        }
        decision.headroom = memory.headroom.size
        decision.goal = min(max(decision.floor, plain + decision.headroom), decision.ceiling)
        if let limit = profile.poolLimit {
            decision.reach = min(decision.ceiling, decision.goal + max(.zero, min(limit, hostTotal)))
        }
        memory.peak.observe(decision.goal, now: now)
        // One report a minute shows one moment of it: what was needed at another one counts as well.
        if decision.marks.contains(.uncertain), decision.state == .balanced {
            decision.goal = max(decision.goal, min(memory.peak.size, decision.ceiling))
        }
        decision.likely = likely(decision, memory)
    }

    /// A guest is asked for one part in so many of what it held when it last reported, and then for no more before its
    /// next report. ``ballast-guest`` reports a change of a 400th of its memory within its interval.
    private static var unheardPart: Int { 128 }

    /// What the domain may need before anybody could give it: all that it can have if its need is not known, and as much
    /// as lately if it has no swap, because such a guest is not slowed when it is short but killed.
    @inline(always)
    private func likely(_ decision: DomainDecision, _ memory: DomainHistory) -> Pages {
        if decision.marks.contains(.uncertain) { return decision.ceiling }
        guard let reading = memory.reading, !reading.hasSwap else { return decision.goal }
        return memory.peak.size
    }

    /// What the guest's stall says, and what it could give.
    @inline(always)
    private func weighStall(
        _ decision: inout DomainDecision,
        _ memory: inout DomainHistory,
        _ reading: Reading,
        plain: Pages
    ) {
        decision.currentAtReport = memory.meter.currentAtReport
        decision.stall = memory.meter.stall
        // What it has given since it reported comes out of what it had available then.
        let given = max(.zero, memory.meter.currentAtReport - decision.current)
        decision.available = max(.zero, reading.available - given - reading.total / 32)
        guard decision.stall >= profile.stallThreshold, !memory.meter.hasSpare else { return }
        decision.marks.insert(.stalled)
        guard memory.hasNews else { return }
        memory.headroom.grow(
            stall: decision.stall,
            threshold: profile.stallThreshold,
            current: decision.current,
            plain: plain,
            ceiling: decision.ceiling
        )
    }

    /// Whether the guest can still have what its reading says, as it could when it was new.
    @inline(always)
    private func isPossible(_ reading: Reading, _ domain: DomainSnapshot, _ memory: DomainHistory) -> Bool {
        memory.hasNews || reading.total <= domain.largest(hostTotal: hostTotal)
    }

    /// Whether a reading is young enough for its source.
    @inline(always)
    private func isRecent(_ reading: Reading, received: Instant) -> Bool {
        let age = now - received
        return switch reading.source {
        // The guest agent gives a sign of life every 30 s, however little happens.
        case .ballast: age <= max(profile.interval * 6, .seconds(45))
        case .xapi: age <= .seconds(300)
        // The Qubes writer writes when something changes, and only then.
        case .qubes: true
        }
    }
}
