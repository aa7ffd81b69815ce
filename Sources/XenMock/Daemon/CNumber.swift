/// Numbers as the C library reads them, since that is what xenstored does with what clients send.
enum CNumber {
    /// `atoi`: leading blanks, a sign and digits; whatever follows is not looked at, and no digits are 0. Cut to 32 bits.
    static func integer(_ text: ArraySlice<UInt8>) -> Int32 {
        var rest = text.drop { isBlank($0) }
        let isNegative = takeSign(&rest)
        let (magnitude, _) = digits(&rest, base: 10)
        return Int32(truncatingIfNeeded: isNegative ? -magnitude : magnitude)
    }

    /// `strtol` with base 0, nil where anything follows the number.
    static func strictInteger(_ text: ArraySlice<UInt8>) -> Int? {
        var rest = text.drop { isBlank($0) }
        let isNegative = takeSign(&rest)
        var base = 10
        if rest.first == UInt8(ascii: "0") {
            base = 8
            let prefix = rest.prefix(2).last
            if prefix == UInt8(ascii: "x") || prefix == UInt8(ascii: "X"), rest.count > 2 {
                base = 16
                rest = rest.dropFirst(2)
            }
        }
        let (magnitude, count) = digits(&rest, base: base)
        guard rest.isEmpty, count > 0 else { return nil }
        return isNegative ? -magnitude : magnitude
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (9...13).contains(byte)
    }

    private static func takeSign(_ rest: inout ArraySlice<UInt8>) -> Bool {
        guard let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") else { return false }
        rest = rest.dropFirst()
        return sign == UInt8(ascii: "-")
    }

    /// The digits at the start of `rest`, saturated at the largest `long`, and how many there were.
    private static func digits(_ rest: inout ArraySlice<UInt8>, base: Int) -> (Int, Int) {
        var value = 0
        var count = 0
        while let byte = rest.first, let digit = Self.digit(byte), digit < base {
            let (product, overflow) = value.multipliedReportingOverflow(by: base)
            let (sum, carry) = product.addingReportingOverflow(digit)
            value = overflow || carry ? .max : sum
            count += 1
            rest = rest.dropFirst()
        }
        return (value, count)
    }

    private static func digit(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
