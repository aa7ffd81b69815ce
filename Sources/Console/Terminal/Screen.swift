/// A terminal that shows a drawing in place. Only lines that have changed are sent, so that a serial line keeps up.
///
/// The sequences are those that a VT100 knows; a terminal of its descendants gets its alternate screen and no cursor.
struct Screen {
    private let isModest: Bool
    private let isColoured: Bool
    private var shown: [ScreenLine] = []
    private var size: TerminalSize?

    /// Makes a screen.
    ///
    /// - Parameter terminal: what `TERM` says.
    init(terminal: String, isColoured: Bool) {
        isModest = terminal.hasPrefix("vt") || terminal.isEmpty
        self.isColoured = isColoured
    }

    /// What takes the terminal over.
    var opening: String {
        isModest ? "\u{1B}[H\u{1B}[J" : "\u{1B}[?1049h\u{1B}[?25l\u{1B}[H\u{1B}[J"
    }

    /// What gives the terminal back: on one that has no alternate screen the last drawing stays.
    var closing: String {
        isModest ? "\u{1B}[\(shown.count + 1);1H\r\n" : "\u{1B}[?25h\u{1B}[?1049l"
    }

    /// What turns the drawing that is shown into another one.
    mutating func update(to lines: [ScreenLine], size: TerminalSize) -> String {
        let lines = lines.prefix(size.height)
        var text = ""
        if self.size != size {
            text += "\u{1B}[H\u{1B}[J"
            shown = []
            self.size = size
        }
        for (index, line) in lines.enumerated() where index >= shown.count || shown[index] != line {
            // Nothing is written into the last column: a VT100 would not know which line it is in then.
            let cut = ScreenLine(String(line.text.prefix(size.width - 1)), line.emphasis)
            text += "\u{1B}[\(index + 1);1H\(cut.emphasis.applied(to: cut.text, isColoured: isColoured))\u{1B}[K"
        }
        if shown.count > lines.count { text += "\u{1B}[\(lines.count + 1);1H\u{1B}[J" }
        shown = Array(lines)
        return text
    }

    /// Makes the next drawing a whole one, as after something else has written on the terminal.
    mutating func forget() {
        size = nil
    }
}
