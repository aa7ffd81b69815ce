import Glibc

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
        guard let file = fopen("/proc/stat", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        let fields = text.split(separator: " ")
        return fields.count > 8 ? Int(fields[8]) ?? 0 : 0
    }
}
