public import ArgumentParser
public import Telemetry

/// Where the agent's metrics go.
struct Exposition: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Serve metrics for Prometheus at /metrics: a port of 127.0.0.1, or 127.0.0.1:PORT or [::1]:PORT.",
            valueName: "address"
        )
    )
    var metricsListen: LoopbackAddress?

    @Option(
        help: ArgumentHelp(
            "Write metrics for node_exporter's textfile collector, every 15 seconds.",
            valueName: "file.prom"
        ),
        completion: .file(extensions: ["prom"])
    )
    var metricsFile: String?

    func validate() throws {
        if let file = metricsFile, !file.hasSuffix(".prom") {
            throw ValidationError(
                "--metrics-file: \"\(file)\" is not allowed, the collector reads names that end with .prom"
            )
        }
    }

    /// Whether anybody wants the metrics.
    var isWanted: Bool { metricsListen != nil || metricsFile != nil }
}

extension LoopbackAddress: ExpressibleByArgument {
    /// The address on a command line.
    public init?(argument: String) {
        self.init(parsing: argument)
    }
}
