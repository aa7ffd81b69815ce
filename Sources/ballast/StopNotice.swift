import ServiceLifecycle
import Telemetry

/// Tells the service manager that this program has begun to end, as soon as it has.
struct StopNotice: Service {
    let manager: ServiceManager

    func run() async {
        try? await gracefulShutdown()
        manager.tell([.stopping])
    }
}
