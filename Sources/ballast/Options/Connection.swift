import Administration
import ArgumentParser
import Glibc
import Xen
import XenSystem

/// How a command reaches xenstore.
struct Connection: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where xenstored listens, to reach a simulated host (default: XENSTORED_PATH, else this machine's).",
            valueName: "path"
        )
    )
    var socket: String?

    /// Connects to xenstored.
    func open() throws(AdministrationError) -> SystemStore {
        // libxenstore takes the path from here, in this process and in nobody else's.
        if let socket { setenv("XENSTORED_PATH", socket, 1) }
        do {
            return try SystemStore()
        } catch {
            // libxenstore tells of the last way it has tried, which is not the one that was refused.
            throw .store(isRefused ? StoreError(.denied, .connect) : error)
        }
    }

    /// Whether the socket is there, and not for this user.
    private var isRefused: Bool {
        let path = getenv("XENSTORED_PATH").map { String(cString: $0) } ?? "/run/xenstored/socket"
        return access(path, W_OK) != 0 && errno == EACCES
    }
}
