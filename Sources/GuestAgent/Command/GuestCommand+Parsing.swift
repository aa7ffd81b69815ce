extension GuestCommand {
    /// Reads a command line, without the program's own name.
    ///
    /// - Throws: what is wrong with it, in words for the one who typed it.
    package init(parsing arguments: [String]) throws(UsageError) {
        if arguments.count == 2, arguments[0] == SwapRelease.option {
            self = .releaseSwap(arguments[1])
            return
        }
        if arguments.count == 2, arguments[0] == SwapPull.option {
            self = .pullSwap(arguments[1])
            return
        }
        var options = GuestOptions()
        var isOnce = false
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            var value = parts.count > 1 ? String(parts[1]) : nil
            switch name {
            case "--help", "-h": self = .help; return
            case "--version": self = .version; return
            case "--once": isOnce = true
            case "--quiet": options.isQuiet = true
            case "--no-urgent": options.settings.urgent = false
            case "--no-self-shrink": options.settings.selfShrinking = false
            default:
                guard let option = GuestOption.all.first(where: { $0.name == name }) else {
                    throw UsageError("unknown option '\(name)'")
                }
                value = value ?? rest.popFirst()
                guard let given = value else { throw UsageError("\(name) needs a value, \(option.range)") }
                guard option.set(given, &options) else {
                    throw UsageError("\(name) cannot be '\(given)': it takes \(option.range)")
                }
                continue
            }
            guard value == nil else { throw UsageError("\(name) takes no value") }
        }
        self = isOnce ? .once : .run(options)
    }
}
