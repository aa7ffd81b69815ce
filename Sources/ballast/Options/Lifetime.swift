import Administration
import ArgumentParser
import Console
import Glibc
import UnixSignals
import Xen

/// How long a reservation lasts, and what is done with it.
struct Lifetime: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "When the reservation lapses, and how long to wait for it, such as 90s or 10m.",
            valueName: "duration"
        ),
        transform: TimeSpan.init
    )
    var timeout = TimeSpan(milliseconds: 600_000)

    /// A request that lapses in time; its name is this process's own.
    func request(minimum: KiB, maximum: KiB, beneficiary: String?) -> ReservationRequest {
        let now = Int64(time(nil))
        return ReservationRequest(
            id: "reserve-\(getpid())-\(now)",
            minimum: minimum,
            maximum: maximum,
            beneficiary: beneficiary,
            expires: now + Int64(timeout.seconds)
        )
    }

    /// Keeps memory free, and runs a program in the meantime if one is given.
    ///
    /// - Throws: what went wrong, or the exit status of the program.
    func reserve(_ request: ReservationRequest, on store: any Store, command: [String], _ output: Output) async throws {
        let interruption = Interruption()
        let signals = Task {
            for await signal in await UnixSignalsSequence(trapping: [.sigint, .sigterm, .sighup]) {
                interruption.note(signal.rawValue)
            }
        }
        defer { signals.cancel() }
        let run = ReservedRun(request, on: store, interruption)
        let status = try await run.reserve(patience: timeout)
        guard command.isEmpty else {
            let result = try await run.run(command)
            guard result == 0 else { throw ExitCode(result) }
            return
        }
        guard !output.json else { return output.print(status.json) }
        output.print(ReservationText(glyphs: .automatic).lines(of: status))
    }
}
