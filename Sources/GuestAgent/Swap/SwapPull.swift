import Xen

/// Reads swapped pages back into memory, step by step.
///
/// A read page needs a free one, and the kernel lets whoever reads wait until there is one: so each step is taken by a
/// process of its own, which is ended when memory gets short.
package struct SwapPull: ~Copyable {
    private let program: AgentProgram
    private var child: ChildProcess?
    private var place: SwapPlace?

    /// The option with which the agent's own program is started for it.
    package static let option = "--pull-swap"

    /// Makes a pull that has not started.
    init(program: AgentProgram) {
        self.program = program
        child = nil
    }

    /// Whether a step is being taken.
    var isRunning: Bool {
        child != nil
    }

    /// Starts a step from where the last one has ended.
    ///
    /// - Returns: false where it cannot be started.
    mutating func start(_ amount: Pages) -> Bool {
        let request = PullRequest(amount: amount, place: place)
        child = program.start(Self.option, request.text)
        return isRunning
    }

    /// Ends the step before its time.
    func cancel() {
        child?.end()
    }

    /// Whether the step has ended, and how.
    enum Poll: Sendable, Hashable {
        /// There is none, or it goes on.
        case pending
        /// It was ended, or could not do its work.
        case failed
        /// It has done what it could.
        case done(PullResult)
    }

    /// Looks how the step gets on. What has ended is told once.
    mutating func poll() -> Poll {
        guard let ending = child?.ending() else { return .pending }
        child = nil
        guard ending.isSuccess, let result = PullResult(parsing: ending.output) else { return .failed }
        place = result.place
        return .done(result)
    }

    /// What the process of a step does.
    ///
    /// - Parameters:
    ///   - argument: what ``start(_:)`` handed over.
    ///   - root: where /proc is, empty outside of tests.
    /// - Returns: the line to print; nil where the argument is none, or nobody can tell how much is swapped.
    package static func perform(_ argument: String, root: String = "") -> String? {
        guard let request = PullRequest(parsing: argument) else { return nil }
        do throws(SamplerError) {
            var step = try PullStep(root: root, from: request.place)
            return step.run(request.amount).text
        } catch {
            return nil
        }
    }
}
