import Testing

@testable import Console

@Suite("The terminal")
struct TerminalTests {
    @Test(
        "Keys are found in what a terminal sends",
        arguments: [
            ("q", [.character("q")]), ("\u{1B}[A", [.up]), ("\u{1B}OB", [.down]),
            ("j\u{1B}[5~k", [.down, .pageUp, .up]),
            ("\u{1B}[H\u{1B}[4~", [.home, .end]), ("\u{3}", [.interrupt]), ("\u{C}", [.redraw]),
            ("\u{1B}[99;99R", []), ("\u{1B}q", [.character("q")]), ("\u{1B}\u{1B}[B", [.down]), ("\u{80}\u{FF}\n", []),
        ] as [(String, [Key])]
    )
    func keys(_ text: String, keys: [Key]) {
        var whole = KeyDecoder()
        #expect(whole.decode(text.unicodeScalars.map { UInt8($0.value) }) == keys)
        var pieces = KeyDecoder()
        #expect(text.unicodeScalars.flatMap { pieces.decode([UInt8($0.value)]) } == keys, "a byte at a time")
    }

    @Test("A sequence without an end does not grow")
    func endless() {
        var decoder = KeyDecoder()
        #expect(
            decoder.decode([0x1B, UInt8(ascii: "[")] + [UInt8](repeating: UInt8(ascii: "1"), count: 100_000)).isEmpty
                == false
        )
        #expect(decoder.decode([UInt8(ascii: "q")]) == [.character("q")])
    }

    @Test("Only lines that have changed are sent")
    func differences() {
        var screen = Screen(terminal: "xterm", isColoured: false)
        let size = TerminalSize(width: 20, height: 4)
        let first = screen.update(to: [ScreenLine("one"), ScreenLine("two"), ScreenLine("three")], size: size)
        #expect(first == "\u{1B}[H\u{1B}[J\u{1B}[1;1Hone\u{1B}[K\u{1B}[2;1Htwo\u{1B}[K\u{1B}[3;1Hthree\u{1B}[K")
        #expect(
            screen.update(to: [ScreenLine("one"), ScreenLine("TWO"), ScreenLine("three")], size: size)
                == "\u{1B}[2;1HTWO\u{1B}[K"
        )
        #expect(screen.update(to: [ScreenLine("one")], size: size) == "\u{1B}[2;1H\u{1B}[J")
        #expect(screen.update(to: [ScreenLine("one")], size: size).isEmpty)
        let resized = screen.update(to: [ScreenLine("a long line")], size: TerminalSize(width: 5, height: 4))
        #expect(resized == "\u{1B}[H\u{1B}[J\u{1B}[1;1Ha lo\u{1B}[K", "the last column stays free")
    }

    @Test("A VT100 gets nothing that it does not know")
    func modest() {
        let screen = Screen(terminal: "vt100", isColoured: false)
        #expect(!screen.opening.contains("?"))
        #expect(!screen.closing.contains("?"))
        #expect(Screen(terminal: "xterm-256color", isColoured: true).opening.contains("?1049h"))
    }

    @Test(
        "Blocks are drawn where the locale has them",
        arguments: [
            (["LANG": "de_DE.UTF-8"], true), (["LANG": "C.utf8"], true), (["LANG": "C"], false), ([:], false),
            (["LC_ALL": "C", "LANG": "de_DE.UTF-8"], false), (["LC_ALL": "", "LC_CTYPE": "C.UTF-8"], true),
        ] as [([String: String], Bool)]
    )
    func glyphs(_ environment: [String: String], isUnicode: Bool) {
        #expect(Glyphs.fitting { environment[$0] }.isUnicode == isUnicode)
    }

    @Test(
        "Colours are for terminals that have them and users who want them",
        arguments: [
            (true, ["TERM": "xterm"], true), (false, ["TERM": "xterm"], false), (true, ["TERM": "dumb"], false),
            (true, ["TERM": "vt100"], false), (true, [:], false), (true, ["TERM": "xterm", "NO_COLOR": "1"], false),
            (true, ["TERM": "xterm", "NO_COLOR": ""], true),
        ] as [(Bool, [String: String], Bool)]
    )
    func colours(_ isTerminal: Bool, _ environment: [String: String], isWanted: Bool) {
        #expect(Emphasis.isWanted(isTerminal: isTerminal) { environment[$0] } == isWanted)
    }

    @Test("A name cannot move the cursor, and is drawn with what the terminal has")
    func hostileName() {
        #expect(Glyphs.unicode.shown("a\u{1B}[2Jb\u{9B}c\n") == "a?[2Jb?c?")
        #expect(Glyphs.ascii.shown("wëb 5 µs…") == "w?b 5 us...")
        #expect(Glyphs.ascii.fitted("a long name", to: 8) == "a lon...")
        #expect(Glyphs.unicode.fitted("web", to: 5) == "web  ")
    }
}
