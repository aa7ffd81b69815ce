import Administration
import ArgumentParser
import BallastAgent
import Glibc
import SettingsFile

/// Which configuration file the agent reads.
struct ConfigurationOption: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "The configuration file, read at the start and on SIGHUP (default: \(SettingsFile.usualPath) if it is there).",
            valueName: "file"
        ),
        completion: .file(extensions: ["toml"])
    )
    var path: String?

    /// What reads the file each time; nil if there is none to be read.
    ///
    /// - Parameter usual: whether the usual file is read where none is named.
    /// - Throws: ``AdministrationError/unreadable(file:errno:)`` if the file cannot be read now.
    func reader(
        usual: Bool
    ) throws(AdministrationError) -> (@Sendable () -> Result<SettingsLayers.Layer, FileSettingsError>)? {
        guard let path = path ?? (usual ? SettingsFile.usualPath : nil) else { return nil }
        let mayBeMissing = self.path == nil
        _ = try Self.text(path, mayBeMissing: mayBeMissing)
        return {
            do throws(AdministrationError) {
                let text = try Self.text(path, mayBeMissing: mayBeMissing)
                return Result { () throws(FileSettingsError) in try SettingsFile.parse(text, file: path) }
            } catch {
                return .failure(FileSettingsError([FileSettingsError.Problem(sentence: error.description)]))
            }
        }
    }

    /// What the usual file says; nothing if there is none.
    ///
    /// - Throws: ``AdministrationError/file(_:)`` if it cannot be used.
    static func usual() throws(AdministrationError) -> SettingsLayers.Layer {
        let text = try text(SettingsFile.usualPath, mayBeMissing: true)
        do {
            return try SettingsFile.parse(text, file: SettingsFile.usualPath)
        } catch {
            throw .file(error)
        }
    }

    private static func text(_ path: String, mayBeMissing: Bool) throws(AdministrationError) -> String {
        do throws(AdministrationError) {
            return try TextFile.read(path)
        } catch {
            guard mayBeMissing, case .unreadable(_, ENOENT) = error else { throw error }
            return ""
        }
    }
}
