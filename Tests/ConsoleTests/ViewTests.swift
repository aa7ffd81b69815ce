import Administration
import BallastAgent
import Testing
import Xen
import XenMock

@testable import Console

@Suite("Texts of the commands")
struct ViewTests {
    @Test(
        "A long line goes on below, at words and with its margin",
        arguments: [
            ("one two three", 20, 0, ["one two three"]),
            ("one two three", 7, 0, ["one two", "three"]),
            ("one two three", 9, 4, ["one two", "    three"]),
            ("ok  one two three", 10, 4, ["ok  one", "    two", "    three"]),
            ("incomprehensible", 5, 0, ["incomprehensible"]),
            ("an incomprehensible word", 5, 0, ["an", "incomprehensible", "word"]),
            ("    one two", 7, 4, ["    one", "    two"]),
            ("", 5, 2, [""]),
            ("a b", 0, 0, ["a", "b"]),
        ] as [(String, Int, Int, [String])]
    )
    func wrapping(_ text: String, width: Int, indent: Int, lines: [String]) {
        #expect(ScreenLine(text).wrapped(to: width, indent: indent).map(\.text) == lines)
    }

    @Test("The status fits its terminal, and a narrow one has no column of reasons", arguments: [80, 100, 160])
    func status(width: Int) throws {
        let store = MockXenstore().connect()
        try store.write("/tool/ballast/status/pid", "1")
        try store.write("/tool/ballast/status/total", "8388608")
        for (key, text) in [
            ("name", "web"), ("state", "balanced"), ("current", "1024"), ("last-write", "1700000000 1024 2048 because"),
            ("reason", String(repeating: "needs more ", count: 30)),
        ] {
            try store.write(StorePath("/tool/ballast/status/domain/3/\(key)"), text)
        }
        let status = try AgentStatus.read(from: store) { _ in true }
        try store.write("/tool/ballast/errors/weight", String(repeating: "x", count: 300))
        let refusals = try RefusedSetting.all(in: store)
        let text = StatusText(glyphs: .unicode)
        let lines = text.lines(of: status, reservations: [], refusals: refusals, width: width).map(\.text)
        #expect(lines.allSatisfy { $0.count <= width })
        #expect(lines.contains { $0.contains("WHY") } == (width >= 110))
        #expect(lines.contains { $0.contains("above their goals") }, "nothing of the head is lost")
        #expect(lines.last?.hasSuffix("…") == true)
        let whole = text.lines(of: status, reservations: [], refusals: refusals, width: nil).map(\.text)
        #expect(whole.contains { $0.contains("needs more needs more") })
        #expect(whole.last?.count == "refused: ".count + 300)
    }

    @Test("Settings of domains stand below the domain's name, and a refusal below its setting")
    func settings() throws {
        let store = MockXenstore().connect()
        try store.write("/tool/ballast/config/domain/web/weight", "300")
        try store.write("/tool/ballast/config/idle-tax", "nonsense")
        let entries = try ConfigurationEditor(store).entries()
        let lines = ConfigurationText(glyphs: .ascii).lines(of: entries).map(\.text)
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines)")
        #expect(lines.suffix(2).first == "DOMAIN web")
        #expect(lines.last?.split(separator: " ").prefix(3) == ["weight", "300", "xenstore"])
        let tax = try #require(lines.firstIndex { $0.hasPrefix("idle-tax ") })
        #expect(lines[tax + 1] == "  refused: \"nonsense\" is not allowed, it takes 0 to 99 percent")
    }
}
