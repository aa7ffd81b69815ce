import Xen

extension GuestMemory {
    /// A file read from a disk image costs as much as a page from disk swap.
    private static let fileLatency = 150
    /// A page reclaimed by the task that needs it costs about a microsecond of its time.
    private static let directReclaimCost = 1
    /// A process first touches at most a GiB a second: clearing pages takes time.
    private static let touchesPerSecond = 262_144
    /// A killed service is back after ten seconds.
    private static let restart = 10_000_000

    /// Lets the workload run for a while.
    ///
    /// - Parameters:
    ///   - wanted: what the workload wants during that time.
    ///   - microseconds: how long it is; a tenth of a second or less keeps the model true.
    public mutating func advance(_ wanted: Demand, microseconds: Int) {
        waited = 0
        let allowance = swap.pagesPerSecond * microseconds / 1_000_000
        swapBudget = min(swapBudget + allowance, 2 * allowance)
        var demand = wanted
        if outage > 0 {
            outage -= microseconds
            counters.lost += microseconds
            demand = .none
        }
        committed = demand.anonymous + demand.untouched
        age(demand)
        let grown = allocate(demand, microseconds: microseconds)
        if grown {
            fault(demand, microseconds: microseconds)
            readFiles(demand, microseconds: microseconds)
        } else {
            kill()
        }
        reclaimInBackground(microseconds: microseconds)
        account(microseconds: microseconds)
    }

    /// Frees what the workload gave up and moves pages between hot and cold as its interest moved.
    private mutating func age(_ demand: Demand) {
        var excess = hot + swappedHot + cold + swappedCold - demand.anonymous
        if excess > .zero {
            drop(&excess, \.swappedCold)
            drop(&excess, \.cold)
            drop(&excess, \.swappedHot)
            drop(&excess, \.hot)
        }
        let hotNow = hot + swappedHot
        if hotNow > demand.hot {
            move(hotNow - demand.hot, of: hotNow, \.hot, \.swappedHot, to: \.cold, \.swappedCold)
        } else if hotNow < demand.hot {
            let coldNow = cold + swappedCold
            let warmed = min(demand.hot - hotNow, max(.zero, coldNow - demand.cold))
            if warmed > .zero { move(warmed, of: coldNow, \.cold, \.swappedCold, to: \.hot, \.swappedHot) }
        }
        if files + evictedFiles > demand.files {
            var fewer = files + evictedFiles - demand.files
            drop(&fewer, \.evictedFiles)
            let cooled = min(fewer, files)
            files -= cooled
            stale += cooled
        }
    }

    private mutating func drop(_ excess: inout Pages, _ set: WritableKeyPath<GuestMemory, Pages>) {
        let dropped = min(excess, self[keyPath: set])
        self[keyPath: set] -= dropped
        excess -= dropped
    }

    private mutating func move(
        _ pages: Pages,
        of all: Pages,
        _ resident: WritableKeyPath<GuestMemory, Pages>,
        _ away: WritableKeyPath<GuestMemory, Pages>,
        to newResident: WritableKeyPath<GuestMemory, Pages>,
        _ newAway: WritableKeyPath<GuestMemory, Pages>
    ) {
        let swappedPart = min(self[keyPath: away], Pages(pages.count * self[keyPath: away].count / all.count))
        let residentPart = min(self[keyPath: resident], pages - swappedPart)
        self[keyPath: away] -= swappedPart
        self[keyPath: newAway] += swappedPart
        self[keyPath: resident] -= residentPart
        self[keyPath: newResident] += residentPart
    }

    /// Lets processes touch new pages, the working set first.
    ///
    /// - Returns: whether the kernel found memory, or could hope to find some.
    private mutating func allocate(_ demand: Demand, microseconds: Int) -> Bool {
        let missing = demand.anonymous - (hot + swappedHot + cold + swappedCold)
        guard missing > .zero else { return true }
        let speed = Pages(Self.touchesPerSecond * microseconds / 1_000_000)
        let wanted = min(missing, max(Pages(1), speed))
        let got = claim(wanted)
        let toHot = min(got, max(.zero, demand.hot - hot - swappedHot))
        hot += toHot
        cold += got - toHot
        guard got < wanted else { return true }
        waited += tasks * microseconds * (wanted - got).count / wanted.count
        return got > .zero || canReclaim
    }

    /// Faults back what the workload touches of its swapped pages.
    private mutating func fault(_ demand: Demand, microseconds: Int) {
        guard swapped > .zero else { return }
        let latency = max(1, swap.latencyMicroseconds)
        let device = swap.pagesPerSecond * microseconds / 1_000_000
        let limit = min(device, max(0, tasks * microseconds - waited) / latency)
        let hotFaults = touched(swappedHot, demand.touches, microseconds, limit: limit)
        let hotIn = claim(hotFaults)
        swappedHot -= hotIn
        hot += hotIn
        // Cold pages are touched so rarely that whole pages a step would be far too many.
        coldTouchesDue += Double(swappedCold.count) * demand.coldTouches * Double(microseconds) / 1_000_000
        let coldIn = claim(min(Pages(max(0, min(limit - hotIn.count, Int(coldTouchesDue)))), swappedCold))
        coldTouchesDue = max(0, coldTouchesDue - coldTouchesDue.rounded(.down))
        swappedCold -= coldIn
        cold += coldIn
        let faults = hotIn + coldIn
        counters.swappedIn += faults
        counters.majorFaults += faults.count
        waited += faults.count * latency
    }

    /// Reads the files of the working set that the cache lacks, and those that are read only once.
    private mutating func readFiles(_ demand: Demand, microseconds: Int) {
        let limit = max(0, tasks * microseconds - waited) / Self.fileLatency
        let again = claim(touched(evictedFiles, demand.touches, microseconds, limit: limit))
        evictedFiles -= again
        files += again
        counters.refaults += again
        counters.majorFaults += again.count
        waited += again.count * Self.fileLatency

        // A first reading costs the same whatever the memory; it is no stall.
        let unread = max(.zero, demand.files - files - evictedFiles)
        files += claim(touched(unread, demand.touches, microseconds, limit: limit - again.count))

        let streamed = Pages(demand.stream.count * microseconds / 1_000_000)
        stale += min(streamed, max(.zero, free - watermark))
    }

    /// How many of `pages` are touched in the time, at least one where there are any.
    private func touched(_ pages: Pages, _ touches: Double, _ microseconds: Int, limit: Int) -> Pages {
        guard pages > .zero, limit > 0 else { return .zero }
        let expected = touches * Double(microseconds) / 1_000_000
        let share = expected / (1 + expected)
        return Pages(min(limit, pages.count, Int((Double(pages.count) * share).rounded(.up))))
    }

    /// Finds frames for pages that a task needs now.
    private mutating func claim(_ wanted: Pages) -> Pages {
        let easy = min(wanted, max(.zero, free - minimum))
        guard easy < wanted else { return wanted }
        let freed = reclaim(wanted - easy)
        waited += freed.count * Self.directReclaimCost
        return easy + freed
    }

    private mutating func kill() {
        hot = .zero
        swappedHot = .zero
        cold = .zero
        swappedCold = .zero
        counters.kills += 1
        outage = Self.restart
    }

    private mutating func reclaimInBackground(microseconds: Int) {
        guard free < watermark else { return }
        let speed = Pages(max(1, 50_000 * microseconds / 1_000_000))
        _ = reclaim(min(watermark - free, speed))
    }

    /// Turns the waiting of this step into what PSI would show, with tasks that wait independently of each other.
    private mutating func account(microseconds: Int) {
        guard waited > 0 else { return }
        let share = min(1, Double(waited) / Double(tasks * microseconds))
        var none = 1.0
        var all = 1.0
        for _ in 0..<tasks {
            none *= 1 - share
            all *= share
        }
        counters.stallSome += Int(Double(microseconds) * (1 - none))
        counters.stallFull += Int(Double(microseconds) * all)
        counters.lost += Int(Double(microseconds) * share)
    }
}
