import BallastAgent
import Xen

/// ballast(8): every command with its options, made of the parser's own definitions.
public enum CommandManual {
    /// The page.
    public static func page(of root: CommandDescription) -> String {
        var page = ManualPage(
            "BALLAST",
            section: 8,
            source: "Ballast \(BallastVersion.current)",
            title: "System Administration"
        )
        page.section("NAME")
        page.plain("ballast - \(root.abstract.lowercasedFirst)")
        page.section("SYNOPSIS")
        page.plain("ballast <command> [<option> ...]")
        page.section("DESCRIPTION")
        page.plain(root.discussion)
        page.paragraph(
            "Sizes are written with a unit, as in 512M or 2GiB; all are powers of 1024. Durations are written as in 30s or "
                + "5m. A domain is named by its name, its domid or its uuid."
        )
        let commands = root.subcommands.flatMap(\.all)
        let common = common(of: commands)
        page.section("COMMANDS")
        for command in commands { describe(command, without: common, on: &page) }
        page.section("COMMON OPTIONS")
        page.plain("Most commands take these.")
        for argument in common { page.item(argument.term, argument.abstract) }
        page.section("EXIT STATUS")
        page.plain("reserve and create end as the program that they run.")
        for status in CommandStatus.allCases { page.item("\(status.rawValue)", status.meaning) }
        page.section("ENVIRONMENT")
        page.item("NO_COLOR", "If it is set, nothing is coloured.")
        page.item("LC_ALL, LC_CTYPE, LANG", "Without UTF-8 in the first that is set, everything is drawn in ASCII.")
        page.item("XENSTORED_PATH", "Where xenstored listens.")
        page.section("FILES")
        page.item("/etc/ballast/ballast.toml", "Settings, see ballast.toml(5).")
        page.item("/tool/ballast in xenstore", "Settings, control and status, for any xenstore client.")
        page.section("SEE ALSO")
        page.plain("ballast.toml(5), xl(1), xl.cfg(5), xenstore-ls(1)")
        return page.text
    }

    /// The options that are the same for most commands.
    private static func common(of commands: [CommandDescription]) -> [CommandDescription.Argument] {
        var counts: [CommandDescription.Argument: Int] = [:]
        for argument in commands.flatMap(\.arguments) { counts[argument, default: 0] += 1 }
        return counts.filter { $0.value > commands.count / 2 }.keys.sorted { $0.term < $1.term }
    }

    private static func describe(
        _ command: CommandDescription,
        without common: [CommandDescription.Argument],
        on page: inout ManualPage
    ) {
        let own = command.arguments.filter { !common.contains($0) }
        page.subsection(([command.name] + own.map(\.synopsis)).joined(separator: " "))
        page.plain(command.abstract)
        if !command.discussion.isEmpty { page.paragraph(command.discussion) }
        for argument in own {
            let value = argument.defaultValue.map { " (default: \($0))" } ?? ""
            page.item(argument.term, argument.abstract + value)
        }
    }
}

extension String {
    /// The text with a small letter in front, as the manual's index has it.
    fileprivate var lowercasedFirst: String {
        prefix(1).lowercased() + dropFirst()
    }
}
