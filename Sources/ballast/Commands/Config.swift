import Administration
import ArgumentParser
import Console
import Xen

/// `ballast config`: the settings.
struct Config: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look up and change settings; every change is in force at once.",
        discussion: """
            A setting on the agent's command line wins over one in xenstore, which wins over one in \
            /etc/ballast/ballast.toml, which wins over the built-in one. These commands change what is in xenstore; it is \
            empty after the next boot of the host, so put "ballast config export" into the file to keep it. The agent reads the \
            file when it starts and on SIGHUP.
            """,
        subcommands: [
            ConfigList.self, ConfigGet.self, ConfigSet.self, ConfigUnset.self, ConfigExport.self, ConfigCheck.self,
        ]
    )

    /// The settings, with what is set elsewhere than in xenstore.
    static func editor(_ store: some Store) throws(AdministrationError) -> ConfigurationEditor {
        try ConfigurationEditor(store) { () throws(AdministrationError) in try ConfigurationOption.usual() }
    }

    /// The domain that a setting is for, if it is for one.
    struct Scope: ParsableArguments {
        @Option(help: "For one domain, by its name, its domid or its uuid.")
        var domain: String?

        /// The names below which its settings may stand, the strongest first; none for the host's.
        func keys(_ editor: ConfigurationEditor, _ store: some Store) throws(AdministrationError) -> [String] {
            guard let domain else { return [] }
            return try editor.keys(for: domain, in: DomainArgument.directory(of: store))
        }
    }
}
