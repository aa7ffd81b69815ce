import Ballooning
import Logging
import Xen

/// Logs a trouble when it begins and then each time it has come back ten times as often, so that one that lasts, or that a
/// guest makes on purpose, does not fill the log. One that has not come back for a while begins anew.
struct TroubleLog {
    private var entries: [Key: (count: Int, latest: Instant)] = [:]

    private struct Key: Hashable {
        var phrase: String
        var domain: DomainID?
    }

    /// After how long without a trouble its next time is its first.
    static let memory = Milliseconds.seconds(3600)

    /// Notes that something went wrong.
    ///
    /// - Parameters:
    ///   - phrase: a constant phrase that names the trouble.
    ///   - detail: what exactly happened this time.
    ///   - domain: the domain that it is about; nil for the host. Each has its own count.
    mutating func note(
        _ phrase: StaticString,
        _ detail: Logger.Metadata,
        about domain: DomainID? = nil,
        level: Logger.Level = .error,
        at now: Instant,
        to logger: Logger
    ) {
        let key = Key(phrase: "\(phrase)", domain: domain)
        var entry = entries[key] ?? (0, now)
        if now - entry.latest > Self.memory { entry.count = 0 }
        entry = (entry.count + 1, now)
        entries[key] = entry
        guard Self.isWorthALine(entry.count) else { return }
        var metadata = detail
        if let domain { metadata["domain.id"] = "\(domain)" }
        if entry.count > 1 { metadata["times"] = "\(entry.count)" }
        logger.log(level: level, "\(phrase)", metadata: metadata)
    }

    /// Forgets a domain that has gone.
    mutating func forget(_ domain: DomainID) {
        entries = entries.filter { $0.key.domain != domain }
    }

    /// Whether `count` is 1, 10, 100 and so on.
    private static func isWorthALine(_ count: Int) -> Bool {
        var power = 1
        while power < count { power *= 10 }
        return power == count
    }
}
