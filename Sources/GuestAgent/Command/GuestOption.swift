/// An option of the command line that takes a value.
struct GuestOption {
    /// How it is written.
    let name: String
    /// What stands for the value in the help.
    let placeholder: String
    /// What values it takes, in words.
    let range: String
    /// What it is for.
    let purpose: String
    /// Sets the value, false if it is none.
    let set: (String, inout GuestOptions) -> Bool

    /// All of them, as the help lists them. Made when asked for: a running agent has no use for them.
    static var all: [GuestOption] {
        [
            seconds("--interval", \.interval, "how often to report while figures move a little (5)"),
            seconds("--heartbeat", \.heartbeat, "how often to report while nothing moves (30)"),
            seconds("--sample", \.sampling, "how often to look (1)"),
            GuestOption(
                name: "--threshold",
                placeholder: "PERCENT",
                range: "a whole number from 1 to 50",
                purpose: "the change that is reported at once, of the guest's memory (2)"
            ) { text, options in
                guard let percent = Int(text), (1...50).contains(percent) else { return false }
                options.settings.threshold = percent * 10
                return true
            },
            GuestOption(
                name: "--psi-trigger",
                placeholder: "STALL/WINDOW",
                range: "two whole numbers of microseconds, a window of 500000 to 10000000 and a stall within it",
                purpose: "the stall that the kernel calls for (25000/500000)"
            ) { text, options in
                let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
                guard numbers.count == 2, let stall = numbers[0], let window = numbers[1],
                    let trigger = PressureTrigger(stall: stall, window: window)
                else { return false }
                options.settings.trigger = trigger
                return true
            },
            GuestOption(
                name: "--store",
                placeholder: "PATH",
                range: "an absolute path",
                purpose: "xenstore's device or socket (/dev/xen/xenbus)"
            ) { text, options in
                guard text.hasPrefix("/") else { return false }
                options.store = text
                return true
            },
        ]
    }

    private static func seconds(
        _ name: String,
        _ path: WritableKeyPath<GuestSettings, Duration>,
        _ purpose: String
    ) -> GuestOption {
        GuestOption(
            name: name,
            placeholder: "SECONDS",
            range: "a whole number of seconds from 1 to 3600",
            purpose: purpose
        ) { text, options in
            guard let seconds = Int(text), (1...3600).contains(seconds) else { return false }
            options.settings[keyPath: path] = .seconds(seconds)
            return true
        }
    }
}
