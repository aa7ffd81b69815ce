import BallastAgent
import Xen

/// Every setting with what it takes, made of the agent's own table.
public enum SettingsReference {
    /// What stands above the table in both forms.
    private static let introduction = """
        A setting on the agent's command line wins over one in xenstore, which wins over one in \
        /etc/ballast/ballast.toml, which wins over the built-in one. A domain's own setting wins over the host's of the \
        same place. Every change in xenstore is in force a moment later; a value that is not allowed leaves the one \
        before it in force, and the reason appears below /tool/ballast/errors until it is mended.
        """

    private static let example = """
        host-reserve-mb = 256
        surplus = "keep"

        [domain."database"]
        weight = 400
        """

    private static let fileFormat = """
        The file has the keys of the host at its top, and those of a domain below [domain."NAME or UUID"]. Numbers are in \
        the unit that the table names. The file is read when the agent starts and on SIGHUP. An unknown key is an error, \
        and so is a value that is not allowed; each is told with its line, and nothing of such a file is used: the agent \
        does not start with it, and an agent that runs goes on with what it read last. "ballast config check FILE" says \
        beforehand what is wrong, and "ballast config export" prints what is set as a new file.
        """

    /// The page of the documentation, in Markdown.
    public static var markdown: String {
        var text = """
            # Settings
            This page is made of the agent's table by `scripts/reference`; a test compares the two.

            \(introduction)

            `ballast config list` shows what is in force, `ballast config set KEY VALUE [--domain DOMAIN]` changes it in
            xenstore, and so does any xenstore client: the host's settings are the nodes `/tool/ballast/config/KEY`, a
            domain's `/tool/ballast/config/domain/UUID/KEY`, with its name instead of the uuid if you like.


            """
        text += table("For the host, and for each domain", SettingDefinition.all.filter(\.isPerDomain))
        text += table("For the host", SettingDefinition.all.filter { !$0.isPerDomain })
        text += "## The file\n\(fileFormat)\n\n```toml\n\(example)\n```\n"
        return text
    }

    private static func table(_ title: String, _ definitions: [SettingDefinition]) -> String {
        var text = "## \(title)\n| key | takes | default | meaning |\n|---|---|---|---|\n"
        for definition in definitions {
            text +=
                "| `\(definition.name)` | \(definition.kind.allowed) | \(definition.defaultValue) | \(definition.meaning) |\n"
        }
        return text + "\n"
    }

    /// ballast.toml(5).
    public static var manual: String {
        var page = ManualPage(
            "BALLAST.TOML",
            section: 5,
            source: "Ballast \(BallastVersion.current)",
            title: "File Formats"
        )
        page.section("NAME")
        page.plain("ballast.toml - settings of ballast(8)")
        page.section("SYNOPSIS")
        page.plain("/etc/ballast/ballast.toml")
        page.section("DESCRIPTION")
        page.plain(fileFormat)
        page.paragraph(introduction)
        page.section("SETTINGS OF THE HOST AND OF DOMAINS")
        for definition in SettingDefinition.all where definition.isPerDomain { item(definition, on: &page) }
        page.section("SETTINGS OF THE HOST")
        for definition in SettingDefinition.all where !definition.isPerDomain { item(definition, on: &page) }
        page.section("EXAMPLE")
        page.example(example)
        page.section("SEE ALSO")
        page.plain("ballast(8)")
        return page.text
    }

    private static func item(_ definition: SettingDefinition, on page: inout ManualPage) {
        let takes = "Takes \(definition.kind.allowed); \(definition.defaultValue) if it is not set."
        page.item(definition.name, "\(definition.meaning) \(takes)")
    }
}
