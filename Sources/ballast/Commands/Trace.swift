import ArgumentParser
import BallastAgent
import Ballooning
import Console
import FlightRecorder
import Xen

/// `ballast trace`: what the flight recorder has kept.
struct Trace: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at the last rounds that a running agent has kept, and replay them.",
        discussion: """
            The service keeps them in /var/lib/ballast/trace, one file of at most 8 MiB, with what each round saw, decided \
            and did.
            """,
        subcommands: [TraceDump.self, TraceReplayed.self]
    )
}

/// `ballast trace dump`: the rounds in words.
struct TraceDump: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dump",
        abstract: "Print the rounds, oldest first: the host, and each write with its reason."
    )

    @Argument(help: "The trace.", completion: .file())
    var file: String

    func run() throws {
        let trace = try FlightRecorder.Trace.read(file)
        for run in trace.runs {
            StandardStream.output.write("recorded by ballast \(run.version), \(run.rounds.count) rounds\n")
            for round in run.rounds {
                StandardStream.output.write(TraceText.lines(of: round).joined(separator: "\n") + "\n")
            }
        }
    }
}

/// `ballast trace replay`: the rounds' plans made again.
struct TraceReplayed: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Make the rounds' plans again, and tell which of them come out otherwise.",
        discussion: """
            Without --set every plan has to come out the same, byte for byte; exit status 1 says that one did not. With it \
            the differences are what that setting would have decided about the same host; what the guests would then have \
            done is not known.
            """
    )

    @Argument(help: "The trace.", completion: .file())
    var file: String

    @Option(
        name: .customLong("set"),
        parsing: .singleValue,
        help: ArgumentHelp("Another setting; DOMAIN/KEY=VALUE sets it for one domain.", valueName: "key=value"),
        completion: .settings,
        transform: SettingAssignment.parse
    )
    var settings: [SettingAssignment] = []

    func run() throws {
        let trace = try FlightRecorder.Trace.read(file)
        let settings = settings
        var different = 0
        for run in trace.runs {
            let replay = TraceReplay(run) { round in for setting in settings { setting.apply(to: &round) } }
            for round in replay.rounds() where !round.isEqual {
                different += 1
                StandardStream.output.write(TraceText.differences(of: round).joined(separator: "\n") + "\n")
            }
        }
        let verdict =
            different == 0
            ? "\(trace.count) rounds replayed: every plan is the same, byte for byte"
            : "\(trace.count) rounds replayed: \(different) plans come out otherwise"
        StandardStream.output.write(verdict + "\n")
        if different > 0, settings.isEmpty { throw ExitCode(1) }
    }
}

extension FlightRecorder.Trace {
    /// The trace in a file; what cannot be read is wrong usage of the command.
    fileprivate static func read(_ path: String) throws -> FlightRecorder.Trace {
        do throws(TraceError) {
            return try FlightRecorder.Trace(path: path)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}

extension SettingAssignment {
    /// Puts the value into the settings of a recorded round.
    fileprivate func apply(to round: inout RecordedRound) {
        guard let definition = SettingDefinition.named(key) else { return }
        guard let domain else { return definition.apply(value, to: &round.settings) }
        let uuid = DomainUUID(parsing: domain)
        for index in round.snapshot.domains.indices
        where round.names[index] == domain || round.snapshot.domains[index].info.uuid == uuid {
            // The domain gets a profile of its own, which starts as the one that it has.
            let profile = round.settings.profile(round.snapshot.domains[index].profile)
            round.snapshot.domains[index].profile = round.settings.profiles.count
            round.settings.profiles.append(profile)
            definition.apply(value, to: &round.settings, profile: round.settings.profiles.count - 1)
        }
    }
}
