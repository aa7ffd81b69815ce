import Xen

/// What a step of reading back has come to, as the line that the program prints: `OUTCOME PAGES REFAULTS`, and behind it
/// `PID ADDRESS` where there is more to be read.
struct PullResult: Sendable, Hashable {
    /// How it went.
    enum Outcome: String, Sendable, Hashable {
        /// Pages have come home, or may the next time.
        case pulled
        /// There is none that can be read.
        case nothing
        /// The kernel has no such call, or does not let us.
        case refused
    }

    /// How it went.
    var outcome: Outcome
    /// The pages read from swap meanwhile.
    var swappedIn: Pages
    /// The refaults that were counted meanwhile.
    var refaults: Int
    /// Where to go on; nil for the beginning.
    var place: SwapPlace?
}

extension PullResult {
    /// Reads a line; nil where it has another form.
    init?(parsing text: String) {
        let words = text.split { $0 == " " || $0 == "\n" }
        guard words.count >= 3, let outcome = Outcome(rawValue: String(words[0])), let swappedIn = Int(words[1]),
            let refaults = Int(words[2]), swappedIn >= 0, refaults >= 0
        else { return nil }
        self.init(outcome: outcome, swappedIn: Pages(swappedIn), refaults: refaults)
        guard words.count > 3 else { return }
        guard let place = SwapPlace(words: words.dropFirst(3)) else { return nil }
        self.place = place
    }

    /// The line.
    var text: String {
        let words = [outcome.rawValue, String(swappedIn.count), String(refaults)] + (place?.words ?? [])
        return words.joined(separator: " ") + "\n"
    }
}
