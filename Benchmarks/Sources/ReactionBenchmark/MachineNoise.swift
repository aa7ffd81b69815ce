/// How long one and the same piece of computing takes, time after time: what the machine itself adds to the slowest of what
/// is measured on it.
struct MachineNoise {
    private var durations: [Duration] = []

    /// Computes that many times for about so long, each time after a pause like those between calls.
    init(of length: Duration, times: Int) {
        var steps = 1 << 12
        while (0..<8).contains(where: { _ in Self.compute(steps) < length }) { steps += steps / 16 }
        for number in 0..<times {
            Series.pause(before: number)
            durations.append(Self.compute(steps))
        }
    }

    /// Prints what came of it.
    func print() {
        Swift.print("the same piece of computing, \(durations.count) times: \(durations.summary)")
    }

    private static func compute(_ steps: Int) -> Duration {
        let start = ContinuousClock.now
        var number: UInt32 = 1
        for _ in 0..<steps { number = opaque(number &* 1_664_525 &+ 1_013_904_223) }
        return start.duration(to: .now)
    }

    /// Keeps the compiler from computing it all beforehand.
    @inline(never)
    @_optimize(none)
    private static func opaque(_ number: UInt32) -> UInt32 { number }
}
