import Logging

extension Agent {
    /// Takes over what the configuration file says now; the next turn puts it in force. Of a file that is not right
    /// nothing is taken: what the last good one said stays in force.
    public func load(_ file: Result<SettingsLayers.Layer, FileSettingsError>) {
        fileRefusals = [:]
        areSettingsStale = true
        switch file {
        case .success(let layer):
            layers.file = layer
        case .failure(let error):
            // A file with a mistake in every line says no more with all of them.
            for problem in error.problems.prefix(Self.mostProblems) {
                meters.note(refused: .setting)
                fileRefusals[problem.line.map { "file/\($0)" } ?? "file"] = problem.sentence
                logger.error(
                    "configuration file is refused, what the last good one said stays in force",
                    metadata: ["error": "\(problem.sentence)"]
                )
            }
        }
    }

    private static let mostProblems = 16
}
