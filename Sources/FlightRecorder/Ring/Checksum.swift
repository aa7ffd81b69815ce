/// The checksum of Ethernet and gzip, CRC-32.
enum Checksum {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var value = ~UInt32(0)
        for byte in bytes { value = value >> 8 ^ table[Int(truncatingIfNeeded: value ^ UInt32(byte)) & 0xFF] }
        return ~value
    }
}
