import ArgumentParser
import Xen

/// A `--guest` on the command line: a domid and the path of its socket.
struct GuestSocket: ExpressibleByArgument {
    let domain: DomainID
    let path: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let domain = DomainID(parsing: parts[0]), domain != .zero else { return nil }
        self.domain = domain
        path = String(parts[1])
    }
}
