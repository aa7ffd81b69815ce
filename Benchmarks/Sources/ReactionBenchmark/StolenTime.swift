import Foundation

/// What the host of a virtual machine takes of its processors' time, by `/proc/stat`. A wait for the processor is in every
/// figure that is measured meanwhile.
struct StolenTime {
    private let start = Self.now()

    /// Prints how much it was since this was made.
    func print() {
        Swift.print("  stolen by the machine's host meanwhile: \((Self.now() - start) * 1000 / Self.ticksPerSecond) ms")
    }

    private static let ticksPerSecond = max(1, sysconf(Int32(_SC_CLK_TCK)))

    /// The ticks that were stolen since the machine was started: the eighth number of the line of all processors.
    private static func now() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/stat", encoding: .utf8) else { return 0 }
        let fields = text.prefix { $0 != "\n" }.split(separator: " ")
        return fields.count > 8 ? Int(fields[8]) ?? 0 : 0
    }
}
