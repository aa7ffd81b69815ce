import BallastAgent
import Console
import Telemetry

/// Everybody who looks on after each round. The agent's thread alone calls them.
struct RoundObservers: ~Copyable {
    var view: LiveView?
    var heartbeat: Heartbeat?
    var recorder: RoundRecorder?

    mutating func note(_ round: RoundReport) {
        view?.show(round)
        recorder?.record(round)
        // Last, so that a disk that hangs is found by the watchdog too.
        heartbeat?.beat(round.summary)
    }
}
