import Xen

/// One step of reading back, in the process that takes it: a portion is read, the guest's memory is looked at, and so on
/// until there is what was asked for, nothing is left that can be read, or free memory has run out.
struct PullStep: ~Copyable {
    private let start: MemoryReport
    private var last: MemoryReport
    private var sampler: MemorySampler
    private var reader: SwapReader
    /// What was swapped when the present pass over all programs began; nil for a pass that began in an earlier step.
    private var passStart: KiB?

    /// How much is read between two looks: little enough that memory which gets short meanwhile is seen in time.
    private static let portion = KiB(1024)

    /// Makes a step in the guest below `root`, from a place where another one has ended.
    ///
    /// - Throws: ``SamplerError`` where there is no telling how much is swapped.
    init(root: String, from place: SwapPlace?) throws(SamplerError) {
        var sampler = try MemorySampler(root: root)
        start = try sampler.sample()
        last = start
        self.sampler = sampler
        reader = SwapReader(root: root, from: place)
        passStart = place == nil ? start.swapped : nil
    }

    /// Reads so many pages back, or as many as it can.
    mutating func run(_ amount: Pages) -> PullResult {
        let outcome = outcome(of: amount)
        let change = OwnSwapIns(from: start, to: last)
        return PullResult(
            outcome: outcome,
            swappedIn: change.swappedIn,
            refaults: change.refaults,
            place: reader.place
        )
    }

    private mutating func outcome(of amount: Pages) -> PullResult.Outcome {
        let goal = (start.swapped ?? .zero) - amount.kib
        while let left = last.swapped, left > goal {
            let room = SwapShrinker.room(last)
            guard room > .zero else { return .pulled }
            switch reader.read(upTo: Pages(ceiling: min(left - goal, room, Self.portion))) {
            case .refused: return .refused
            case .nothing: return end
            case .asked: break
            }
            guard let after = try? sampler.sample() else { return .pulled }
            last = after
            if isFruitless() { return end }
        }
        return .pulled
    }

    /// Whether a pass has ended that has brought nothing home. What was read in an earlier pass still looks swapped to its
    /// owner, so that nothing less tells that nothing is left.
    private mutating func isFruitless() -> Bool {
        guard reader.place == nil else { return false }
        let swapped = last.swapped ?? .zero
        defer { passStart = swapped }
        return passStart.map { swapped >= $0 } ?? false
    }

    /// What a step has come to that finds no more.
    private var end: PullResult.Outcome {
        last.swapped ?? .zero < start.swapped ?? .zero ? .pulled : .nothing
    }
}
