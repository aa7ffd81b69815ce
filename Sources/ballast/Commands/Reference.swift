import Administration
import ArgumentParser

/// `ballast reference`: the manual's pages and the shells' completions, made of the definitions that the program works
/// with. For the build; it is not shown in the help.
struct Reference: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a page of the reference.",
        shouldDisplay: false
    )

    /// What there is to print.
    enum Page: String, ExpressibleByArgument, CaseIterable {
        case manual
        case settingsManual = "settings-manual"
        case settings
        case file
        case bash
        case zsh
        case fish
    }

    @Argument var page: Page

    func run() throws {
        print(try text(), terminator: "")
    }

    private func text() throws -> String {
        switch page {
        case .manual:
            guard let commands = CommandDescription(parsing: Ballast._dumpHelp()) else {
                throw ValidationError("the parser describes itself in a way that is not known")
            }
            return CommandManual.page(of: commands)
        case .settingsManual: return SettingsReference.manual
        case .settings: return SettingsReference.markdown
        case .file: return SettingsReference.file
        case .bash: return Ballast.completionScript(for: .bash) + "\n"
        case .zsh: return Ballast.completionScript(for: .zsh) + "\n"
        case .fish: return Ballast.completionScript(for: .fish) + "\n"
        }
    }
}
