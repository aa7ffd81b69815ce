import Glibc

/// The terminal's line discipline while a program takes single keys: what was set before is put back.
struct RawMode {
    private let before: termios

    /// Takes single keys from standard input, without echo; nil if it is no terminal.
    init?() {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        before = settings
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
        // Ctrl-S would stop the drawing for good on a line where nobody expects it.
        settings.c_iflag &= ~tcflag_t(IXON)
        guard tcsetattr(STDIN_FILENO, TCSANOW, &settings) == 0 else { return nil }
    }

    /// Puts back what was set before.
    func end() {
        var settings = before
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }
}
