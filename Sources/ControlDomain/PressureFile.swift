/// The kernel's account of who waited for memory (Documentation/accounting/psi.rst).
enum PressureFile {
    static let path = "/proc/pressure/memory"

    /// The microseconds since boot in which some task waited for memory; nil where the text is no such account.
    static func stalled(_ bytes: [UInt8]) -> UInt64? {
        for line in bytes.split(separator: UInt8(ascii: "\n")) where line.starts(with: "some ".utf8) {
            let text = String(decoding: line, as: UTF8.self)
            guard let total = text.split(separator: " ").first(where: { $0.hasPrefix("total=") }) else { return nil }
            return UInt64(total.dropFirst("total=".count))
        }
        return nil
    }
}
