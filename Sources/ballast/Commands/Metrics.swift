import Administration
import ArgumentParser
import Console
import Telemetry

/// `ballast metrics`: the status for Prometheus.
struct Metrics: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the status as Prometheus metrics, once.",
        discussion:
            "Fits node_exporter's textfile collector. Sizes are in bytes; with --json the status is printed instead."
    )

    @OptionGroup var output: Output
    @OptionGroup var connection: Connection

    func run() throws {
        let status = try AgentStatus.read(from: try connection.open())
        if output.json {
            output.print(status.json(reservations: [], refusals: []))
        } else {
            StandardStream.output.write(String(decoding: status.metrics.bytes, as: UTF8.self))
        }
    }
}
