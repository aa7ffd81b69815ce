public import BallastAgent
import TOMLKit

/// `/etc/ballast/ballast.toml`: the same keys as in xenstore, those of the host at the top level and those of a domain
/// in a table `[domain."NAME OR UUID"]`.
///
/// It is strict: with a key that does not exist or a value that is not allowed, nothing of the file is used. Numbers and
/// booleans may be written as such or as strings.
public enum SettingsFile {
    /// Where the file is looked for if nobody says otherwise.
    public static let usualPath = "/etc/ballast/ballast.toml"

    /// Reads the text of a file.
    ///
    /// - Parameters:
    ///   - text: the file's text.
    ///   - file: its name, for the sentences.
    /// - Throws: ``BallastAgent/FileSettingsError`` with everything that is wrong; where the text is no TOML, or has
    ///   another shape than a line for each key, with the first such line.
    public static func parse(_ text: String, file: String) throws(FileSettingsError) -> SettingsLayers.Layer {
        let lines: LineScanner
        do {
            lines = try LineScanner(text)
        } catch {
            throw problem(file, line: error.number, "no comment, no [table] and no KEY = VALUE with one value")
        }
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw problem(file, line: Int(error.source.begin.line), error.description)
        } catch {
            throw problem(file, line: nil, "\(error)")
        }
        var reading = SettingsReading(file: file, lines: lines)
        reading.take(table)
        guard reading.problems.isEmpty else {
            throw FileSettingsError(
                reading.problems.sorted { ($0.line ?? 0, $0.sentence) < ($1.line ?? 0, $1.sentence) }
            )
        }
        return reading.layer
    }

    private static func problem(_ file: String, line: Int?, _ text: String) -> FileSettingsError {
        let place = line.map { "\(file), line \($0)" } ?? file
        return FileSettingsError([FileSettingsError.Problem(line: line, sentence: "\(place): \(text)")])
    }
}
