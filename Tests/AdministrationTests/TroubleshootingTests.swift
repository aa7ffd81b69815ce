import Administration
import Glibc
import Testing

/// The page for those who look for what a message means has to have all of them.
@Suite("docs/troubleshoot.md")
struct TroubleshootingTests {
    private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

    private func read(_ path: String) throws -> String {
        let file = try #require(fopen(path, "r"), "\(path)")
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&buffer, 1, buffer.count, file)
        return String(decoding: buffer.prefix(count), as: UTF8.self)
    }

    /// The Swift files below a folder of the sources.
    private func sources(in folder: String) throws -> [String] {
        let path = "\(Self.root)/Sources/\(folder)"
        let entries = try #require(opendir(path), "\(path)")
        defer { closedir(entries) }
        var found: [String] = []
        while let entry = readdir(entries) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix(".") { continue }
            if name.hasSuffix(".swift") {
                found.append(try read("\(path)/\(name)"))
            } else if Int32(entry.pointee.d_type) == Int32(DT_DIR) {
                found += try sources(in: "\(folder)/\(name)")
            }
        }
        return found
    }

    @Test("It explains each notice, warning and error of the log")
    func messages() throws {
        let page = try read("\(Self.root)/docs/troubleshoot.md")
        let call = /(?:logger\.(?:notice|warning|error|critical)|trouble|troubles\.note)\(\s*"([^"\\]+)"/
        var phrases: Set<String> = []
        for folder in ["BallastAgent", "ballast"] {
            for text in try sources(in: folder) { phrases.formUnion(text.matches(of: call).map { String($0.1) }) }
        }
        #expect(phrases.count > 30)
        for phrase in phrases.sorted() { #expect(page.contains("`\(phrase)`"), "\(phrase)") }
    }

    @Test("It explains each check of the doctor")
    func checks() throws {
        let page = try read("\(Self.root)/docs/troubleshoot.md")
        var checks: Set<String> = []
        for text in try sources(in: "Administration/Doctor") {
            checks.formUnion(text.matches(of: /Diagnosis\("([a-z0-9_]+)"/).map { String($0.1) })
        }
        #expect(checks.count > 8)
        for check in checks.sorted() { #expect(page.contains("| `\(check)` |"), "\(check)") }
    }
}
