import Xen

extension MockFaults {
    /// Why a text does not say what is to go wrong.
    public struct ParsingError: Error, Sendable, Hashable, CustomStringConvertible {
        /// One sentence that names the part that is wrong and what it may be.
        public let description: String
    }

    /// Reads a list such as `seed=7,conflict=0.1,conflict-series=4`.
    ///
    /// - Throws: for an unknown key or a value that is out of its range; nothing is guessed.
    public init(parsing text: String) throws(ParsingError) {
        self.init()
        for part in text.split(separator: ",") {
            let sides = part.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else { throw ParsingError(description: "'\(part)' is not of the form key=value") }
            try set(String(sides[0]), String(sides[1]))
        }
    }

    private mutating func set(_ key: String, _ value: String) throws(ParsingError) {
        switch key {
        case "seed": seed = try Self.number(key, value, 0...UInt64.max)
        case "conflict": conflict = try Self.chance(key, value)
        case "conflict-series": conflictSeries = try Self.number(key, value, 1...1_000_000)
        case "refusal": refusal = try Self.chance(key, value)
        case "refusal-errno":
            guard let errno = WireErrno(rawValue: value) else {
                let names = WireErrno.allCases.map(\.rawValue).joined(separator: ", ")
                throw ParsingError(description: "\(key) is one of \(names), not '\(value)'")
            }
            refusalErrno = errno
        case "spurious": spurious = try Self.chance(key, value)
        case "delay": delay = try Self.chance(key, value)
        case "delay-requests": delayRequests = try Self.number(key, value, 1...1_000_000)
        case "coalescing": coalescing = try Self.chance(key, value)
        case "drop": drop = try Self.chance(key, value)
        case "pieces": pieces = try Self.number(key, value, 1...65_536)
        case "pause-us": pause = .microseconds(try Self.number(key, value, 0...60_000_000))
        case "send-buffer": sendBuffer = try Self.number(key, value, 1...1_000_000_000)
        default: throw ParsingError(description: "there is no fault '\(key)'; there are \(Self.keys)")
        }
    }

    /// The keys that a list may have.
    public static let keys = """
        seed, conflict, conflict-series, refusal, refusal-errno, spurious, delay, delay-requests, coalescing, drop, \
        pieces, pause-us, send-buffer
        """

    private static func chance(_ key: String, _ value: String) throws(ParsingError) -> Double {
        guard let chance = Double(value), (0...1).contains(chance) else {
            throw ParsingError(description: "\(key) is a chance from 0 to 1, not '\(value)'")
        }
        return chance
    }

    private static func number<Number: FixedWidthInteger>(
        _ key: String,
        _ value: String,
        _ range: ClosedRange<Number>
    ) throws(ParsingError) -> Number {
        guard let number = Number(value), range.contains(number) else {
            throw ParsingError(
                description: "\(key) is a number from \(range.lowerBound) to \(range.upperBound), not '\(value)'"
            )
        }
        return number
    }
}
