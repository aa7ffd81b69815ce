import Logging

/// Logs a trouble when it begins and then each time it has come back ten times as often, so that one that lasts does not
/// fill the log.
struct TroubleLog {
    private var counts: [String: Int] = [:]

    /// Notes that something went wrong.
    ///
    /// - Parameters:
    ///   - phrase: a constant phrase that names the trouble.
    ///   - detail: what exactly happened this time.
    mutating func note(_ phrase: StaticString, _ detail: String, to logger: Logger) {
        let count = (counts["\(phrase)"] ?? 0) + 1
        counts["\(phrase)"] = count
        guard Self.isWorthALine(count) else { return }
        var metadata: Logger.Metadata = ["error": "\(detail)"]
        if count > 1 { metadata["times"] = "\(count)" }
        logger.error("\(phrase)", metadata: metadata)
    }

    /// Whether `count` is 1, 10, 100 and so on.
    private static func isWorthALine(_ count: Int) -> Bool {
        var power = 1
        while power < count { power *= 10 }
        return power == count
    }
}
