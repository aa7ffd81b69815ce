/// The text of `--help`.
package enum GuestHelp {
    /// One line for each option, in two columns.
    package static var text: String {
        var rows = GuestOption.all.map { ("\($0.name) \($0.placeholder)", $0.purpose) }
        rows += [
            ("--no-urgent", "make no urgent requests"),
            ("--no-self-shrink", "leave swapped pages where they are"),
            ("--once", "print one report and end"),
            ("--quiet", "log warnings only"),
            ("--version", "print the version"),
            ("-h, --help", "print this"),
        ]
        let width = rows.map(\.0.count).max() ?? 0
        var text = """
            Usage: ballast-guest [options]

            Reports this guest's memory to Ballast in dom0, and asks for more when programs stall for want of it.

            Options (built-in values in brackets):

            """
        for (option, purpose) in rows {
            text += "  \(option)\(String(repeating: " ", count: width - option.count))  \(purpose)\n"
        }
        return text
    }
}
