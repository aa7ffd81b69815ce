import Administration
import BallastAgent
import Logging
import ServiceLifecycle
import Telemetry

/// Keeps the agent's metrics and hands them out, as long as the group runs that it belongs to.
struct MetricsExporter: Service {
    /// What the agent keeps its metrics in.
    let registry: MetricsRegistry
    private let listener: MetricsListener?
    private let file: MetricsFile?
    private let logger: Logger

    /// How often the file is written: Prometheus' scrapes are as far apart as a rule.
    private static let interval = Duration.seconds(15)

    /// Makes an exporter; it listens from now on.
    init(_ options: Exposition, logger: Logger) throws(MetricsListenerError) {
        let registry = MetricsRegistry(MetricDefinition.all.map { MetricDescription($0) })
        self.registry = registry
        self.logger = logger
        file = options.metricsFile.map { MetricsFile(path: $0) }
        if let address = options.metricsListen {
            listener = try MetricsListener(at: address) { registry.page() }
            logger.info("metrics are served", metadata: ["metrics.address": "\(address)"])
        } else {
            listener = nil
        }
    }

    func run() async {
        var hasFailed = false
        while !Task.isShuttingDownGracefully {
            if let file {
                do throws(MetricsFileError) {
                    try file.replace(by: registry.page())
                    hasFailed = false
                } catch {
                    if !hasFailed { logger.warning("metrics cannot be written", error: error) }
                    hasFailed = true
                }
            }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval) }
        }
        listener?.stop()
        file?.remove()
    }
}
