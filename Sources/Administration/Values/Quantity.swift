/// A number with a unit behind it, as people write sizes and durations: `512M`, `1.5G`, `90s`.
struct Quantity {
    /// The whole number in front of the point.
    var whole: Int
    /// The digits behind the point, in millionths.
    var millionths: Int
    /// What stands behind the number.
    var unit: Substring

    /// More digits than any quantity needs, and few enough that nothing overflows.
    private static let mostDigits = 15
    private static let fractionDigits = 6

    /// Splits a text into its number and its unit.
    ///
    /// - Parameters:
    ///   - text: what was written.
    ///   - kind: what it is to be, such as `a size`.
    ///   - example: what one looks like.
    init(parsing text: String, kind: String, example: String) throws(TextRefusal) {
        let nonsense = TextRefusal(text, "is not \(kind): write it like \(example)")
        if text.hasPrefix("-") { throw TextRefusal(text, "is negative: \(kind) is not") }
        let digits = text.prefix(while: Self.isDigit)
        guard !digits.isEmpty else { throw nonsense }
        let significant = digits.drop { $0 == "0" }
        guard significant.count <= Self.mostDigits, let whole = Int(digits.suffix(Self.mostDigits)) else {
            throw TextRefusal(text, "is more than there can be")
        }
        self.whole = whole
        var rest = text[digits.endIndex...]
        millionths = 0
        if rest.hasPrefix(".") {
            let fraction = rest.dropFirst().prefix(while: Self.isDigit)
            guard !fraction.isEmpty, fraction.count <= Self.fractionDigits,
                let value = Int(fraction + String(repeating: "0", count: Self.fractionDigits - fraction.count))
            else { throw nonsense }
            millionths = value
            rest = rest[fraction.endIndex...]
        }
        unit = rest
    }

    private static func isDigit(_ character: Character) -> Bool {
        "0"..."9" ~= character && character.isASCII
    }

    /// The quantity in a smaller unit of which `factor` make one of this, rounded up; nil beyond `limit`.
    func times(_ factor: Int, atMost limit: Int) -> Int? {
        let (product, overflow) = whole.multipliedReportingOverflow(by: factor)
        let (fraction, fractionOverflow) = millionths.multipliedReportingOverflow(by: factor)
        guard !overflow, !fractionOverflow, product <= limit else { return nil }
        let sum = product + (fraction + 999_999) / 1_000_000
        return sum <= limit ? sum : nil
    }
}
