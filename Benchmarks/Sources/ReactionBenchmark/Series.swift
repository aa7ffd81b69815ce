import Foundation
import Xen

/// Calls of guests, one after another, and how long each took.
struct Series {
    private var whole: [Duration] = []
    private var own: [Duration] = []
    private var processor: [Duration] = []
    private var missed = 0
    private let stolen = StolenTime()

    /// Has that many guests in turn report and call.
    init(of calls: Int, on crowd: Crowd) throws {
        for number in 0..<calls {
            let id = crowd.guests[number % (crowd.guests.count - 1)]
            guard let store = crowd.store else { continue }
            try crowd.follow(id)
            try crowd.report(id)
            // The report is taken in before the call comes, as with a guest that has run for a while.
            usleep(useconds_t(3000 + 1000 * (number % 7)))
            store.expect(from: id)
            let start = ContinuousClock.now
            try crowd.call(id, need: .mib(8 + number % 8))
            let stamps = store.waitForStamps()
            // One that took nothing of it for seconds would be given no more.
            try crowd.follow(id)
            guard let written = stamps.written, let seen = stamps.seen else {
                missed += 1
                continue
            }
            whole.append(start.duration(to: written.time))
            own.append(seen.time.duration(to: written.time))
            processor.append(written.processor - seen.processor)
        }
    }

    /// Prints what came of it.
    func print(_ name: String) {
        Swift.print("\(name): \(whole.count) calls answered, \(missed) not")
        let rows = [("call to target", whole), ("the agent's own part", own), ("of it processor time", processor)]
        for (what, durations) in rows {
            Swift.print("  \(what): \(durations.summary)")
        }
        stolen.print()
    }
}
