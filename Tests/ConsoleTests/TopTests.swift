import Administration
import Testing
import Xen
import XenMock

@testable import Console

@Suite("The live table")
struct TopTests {
    /// A host with so many domains, of which the first is dom0.
    private func status(_ count: Int) throws -> AgentStatus {
        let store = MockXenstore().connect()
        try store.write("/tool/ballast/status/pid", "1")
        try store.write("/tool/ballast/status/level", "none")
        try store.write("/tool/ballast/status/total", "8388608")
        for id in 0..<count {
            for (key, text) in [
                ("name", "guest-\(id)"), ("state", id == 0 ? "unmanaged" : "balanced"), ("reason", "needs 300.0 MiB"),
                ("current", "\((count - id) * 1024)"), ("floor", "131072"), ("goal", "307200"), ("ceiling", "1048576"),
                ("pool", "\(id * 7 % 10 * 4)"), ("stall", "\(id * 1000)"),
                ("last-write", "\(1_700_000_000 + id) 1024 2048 because"),
            ] {
                try store.write(StorePath("/tool/ballast/status/domain/\(id)/\(key)"), text)
            }
        }
        return try AgentStatus.read(from: store) { _ in true }
    }

    @Test(
        "A drawing fits its terminal",
        arguments: [1, 2, 10, 200],
        [(80, 24), (40, 10), (200, 50), (132, 24), (20, 5)]
    )
    func fits(_ count: Int, _ size: (Int, Int)) throws {
        let size = TerminalSize(width: size.0, height: size.1)
        for glyphs in [Glyphs.unicode, .ascii] {
            let lines = TopView(glyphs: glyphs).lines(
                of: try status(count),
                state: TopState(),
                size: size,
                now: 1_700_000_000
            )
            #expect(lines.count == size.height)
            if glyphs == .ascii { #expect(lines.allSatisfy { $0.text.utf8.allSatisfy { $0 < 0x80 } }) }
        }
    }

    @Test("At 80 columns every column of the table is there")
    func columns() throws {
        let lines = TopView(glyphs: .ascii).lines(
            of: try status(10),
            state: TopState(),
            size: TerminalSize(width: 80, height: 24),
            now: 1_700_000_000
        )
        #expect(lines.allSatisfy { $0.text.count <= 80 }, "\(lines.map(\.text).filter { $0.count > 80 })")
        for title in ["*ID", "NAME", "STATE", "CURRENT", "GOAL", "CEILING", "POOL", "STALL", "[floor |goal"] {
            #expect(lines[2].text.contains(title))
        }
        #expect(lines[4].text.contains("guest-1 "))
        #expect(lines.contains { $0.text.contains("1024K -> 2048K") || $0.text.contains("1M -> 2M") })
    }

    @Test(
        "A key sorts, and a second press turns the order",
        arguments: [
            ("", ["0", "1", "2", "3"]), ("i", ["3", "2", "1", "0"]), ("ii", ["0", "1", "2", "3"]),
            ("c", ["0", "1", "2", "3"]), ("cr", ["3", "2", "1", "0"]), ("s", ["3", "2", "1", "0"]),
            ("p", ["1", "2", "3", "0"]), ("n", ["0", "1", "2", "3"]), ("t", ["1", "2", "3", "0"]),
            ("nx?", ["0", "1", "2", "3"]),
        ] as [(String, [String])]
    )
    func sorting(_ keys: String, order: [String]) throws {
        var state = TopState()
        for key in keys { _ = state.press(.character(key), rows: 4, room: 10) }
        #expect(state.sorted(try status(4).domains).map { "\($0.id)" } == order)
    }

    @Test("It scrolls to the last domain and not beyond")
    func scrolling() {
        var state = TopState()
        #expect(state.press(.up, rows: 200, room: 15) == .ignored)
        #expect(state.press(.end, rows: 200, room: 15) == .changed)
        #expect(state.offset == 185)
        #expect(state.press(.pageDown, rows: 200, room: 15) == .ignored)
        _ = state.press(.pageUp, rows: 200, room: 15)
        #expect(state.offset == 170)
        _ = state.press(.home, rows: 200, room: 15)
        _ = state.press(.down, rows: 200, room: 15)
        #expect(state.offset == 1)
        #expect(state.clamped(rows: 3, room: 15) == 0, "domains have gone meanwhile")
        #expect(state.press(.character("q"), rows: 1, room: 1) == .quit)
        #expect(state.press(.interrupt, rows: 1, room: 1) == .quit)
    }

    @Test("A bar shows what is held, the floor and the goal")
    func bar() {
        var bar = DomainBar(floor: .mib(100), goal: .mib(300), current: .mib(500), ceiling: .mib(1000))
        #expect(bar.text(width: 10) == "█[█|█░░░░░")
        bar.glyphs = .ascii
        #expect(bar.text(width: 10) == "#[#|#.....")
        bar.ceiling = .zero
        #expect(bar.text(width: 10) == "          ")
    }
}
