import BallastAgent
import FlightRecorder
import Glibc
import Logging
import Xen

/// Hands each round to the flight recorder, as long as that can keep it.
struct RoundRecorder: ~Copyable {
    private var recorder: TraceRecorder?
    private let logger: Logger
    private let isDryRun: Bool

    /// Opens the trace. One that cannot be opened is a comfort lost and no reason not to balance.
    init(path: String, isDryRun: Bool, logger: Logger) {
        self.logger = logger
        self.isDryRun = isDryRun
        do throws(TraceError) {
            recorder = try TraceRecorder(path: path, version: BallastVersion.current)
        } catch {
            logger.warning("trace cannot be kept", error: error)
        }
    }

    /// Keeps a round. After the first one that cannot be kept no more are tried.
    mutating func record(_ round: RoundReport) {
        let recorded = RecordedRound(
            wallSeconds: Int64(time(nil)),
            snapshot: round.snapshot,
            names: round.names,
            settings: round.settings,
            plan: round.plan,
            outcomes: isDryRun ? [] : round.writes.map(\.outcome)
        )
        do throws(TraceError) {
            try recorder?.record(recorded, history: round.history)
        } catch {
            logger.warning("trace cannot be kept", error: error)
            recorder = nil
        }
    }
}
