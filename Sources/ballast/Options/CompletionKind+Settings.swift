import ArgumentParser
import BallastAgent

extension CompletionKind {
    /// The settings that there are.
    static let settings = CompletionKind.list(SettingDefinition.all.map(\.name))
}
