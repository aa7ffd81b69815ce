import Ballooning
import Xen

/// Keeps account of who was asked for memory, what they held, what they gave and how long it took.
struct ReclaimLedger {
    /// One squeeze of one reclaimer: from the first plan that asks it until no plan does any more.
    struct Entry: Equatable, Sendable {
        /// When it was first asked.
        var began: Instant
        /// The most that it was asked for.
        var asked: Pages
        /// What it held when it was first asked.
        var before: Pages
        /// What it holds now, or held at the end.
        var after: Pages
        /// When it had given what it was asked for; nil as long as it has not.
        var gaveAt: Instant?
        /// When it was asked no more; nil while it lasts.
        var ended: Instant?

        /// What it gave.
        var gave: Pages { max(.zero, before - after) }

        /// Notes when it has given what it was asked for, or all that it had.
        fileprivate mutating func settle(at now: Instant) {
            if gaveAt == nil, gave >= min(asked, before) { gaveAt = now }
        }
    }

    /// The latest squeeze of each reclaimer that was ever asked.
    private(set) var entries: [Reclaimer: Entry] = [:]
    /// How many squeezes there have been.
    private(set) var counts: [Reclaimer: Int] = [:]

    /// What has changed about one reclaimer.
    enum Change: Equatable {
        /// It is asked from now on.
        case began(Reclaimer, Entry)
        /// It is asked no more.
        case ended(Reclaimer, Entry)
    }

    /// Takes a round into account.
    ///
    /// - Parameters:
    ///   - lasting: reclaimers whose squeeze goes on although the plan asks no more.
    /// - Returns: what began or ended, in order of least harm.
    mutating func note(_ view: ReclaimView, lasting: Set<Reclaimer> = [], at now: Instant) -> [Change] {
        var changes: [Change] = []
        for reclaimer in Reclaimer.allCases {
            let asked = reclaimer.asked(of: view.plan)
            let holds = reclaimer.holds(view)
            if var entry = entries[reclaimer], entry.ended == nil {
                entry.asked = max(entry.asked, asked)
                entry.after = holds
                entry.settle(at: now)
                if asked == .zero, !lasting.contains(reclaimer) {
                    entry.ended = now
                    changes.append(.ended(reclaimer, entry))
                }
                entries[reclaimer] = entry
            } else if asked > .zero, reclaimer.held(view) > .zero {
                // Who holds nothing of what is short is not asked.
                var entry = Entry(began: now, asked: asked, before: reclaimer.held(view), after: holds)
                entry.settle(at: now)
                entries[reclaimer] = entry
                counts[reclaimer, default: 0] += 1
                changes.append(.began(reclaimer, entry))
            }
        }
        return changes
    }
}
