/// The head of a request for the page, as far as it has come in. Of HTTP no more is understood than a scrape needs.
struct ScrapeRequest {
    /// The longest head that is read. Prometheus' own is a few hundred bytes.
    static let longest = 4096

    private(set) var bytes: [UInt8] = []

    /// What is to be answered.
    enum Verdict: Equatable {
        /// The head is not complete yet.
        case incomplete
        /// The page, or only its head.
        case page(isHeadOnly: Bool)
        /// An error, with HTTP's number and words.
        case refusal(Int, String)
    }

    /// Takes in what has come.
    mutating func append(_ more: some Sequence<UInt8>) {
        bytes.append(contentsOf: more)
    }

    var verdict: Verdict {
        guard let end = endOfHead else {
            return bytes.count < Self.longest ? .incomplete : .refusal(431, "Request Header Fields Too Large")
        }
        let line = bytes[..<end].prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { return .refusal(400, "Bad Request") }
        let path = words[1].prefix { $0 != "?" }
        guard path == "/metrics" || path == "/" else { return .refusal(404, "Not Found") }
        switch words[0] {
        case "GET": return .page(isHeadOnly: false)
        case "HEAD": return .page(isHeadOnly: true)
        default: return .refusal(405, "Method Not Allowed")
        }
    }

    /// Where the empty line is that ends the head.
    private var endOfHead: Int? {
        var lineFeeds = 0
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\n") {
                lineFeeds += 1
                if lineFeeds == 2 { return index }
            } else if byte != UInt8(ascii: "\r") {
                lineFeeds = 0
            }
        }
        return nil
    }
}
