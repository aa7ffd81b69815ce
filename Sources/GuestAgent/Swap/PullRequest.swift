import Xen

/// What one step of reading back is to do, as an argument of the program that does it: `PAGES` or `PAGES PID ADDRESS`.
struct PullRequest: Sendable, Hashable {
    /// How many pages are to come home.
    var amount: Pages
    /// Where to start; nil for the beginning.
    var place: SwapPlace?
}

extension PullRequest {
    /// Reads an argument; nil where it has another form.
    init?(parsing text: String) {
        let words = text.split(separator: " ")
        guard let count = words.first.flatMap({ Int($0) }), count > 0 else { return nil }
        amount = Pages(count)
        guard words.count > 1 else { return }
        guard let place = SwapPlace(words: words.dropFirst()) else { return nil }
        self.place = place
    }

    /// The argument.
    var text: String {
        ([String(amount.count)] + (place?.words ?? [])).joined(separator: " ")
    }
}

extension SwapPlace {
    /// Reads two words, a process and an address.
    init?(words: ArraySlice<Substring>) {
        guard words.count == 2, let process = words.first.flatMap({ Int32($0) }), process > 0,
            let address = words.last.flatMap({ UInt($0) })
        else { return nil }
        self.init(process: process, address: address)
    }

    /// The two words.
    var words: [String] {
        [String(process), String(address)]
    }
}
