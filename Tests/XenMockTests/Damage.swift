import Seeded
import Xen

/// Damages conversations at random, the same way for the same seed.
struct Damage {
    private var random: SplitMix64
    private let corpus: [[UInt8]]

    init(seed: UInt64, _ corpus: [[UInt8]]) {
        random = SplitMix64(seed: seed)
        self.corpus = corpus
    }

    mutating func next<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: 0..<choices.count, using: &self)]
    }

    /// A conversation of the corpus with a few things wrong.
    mutating func conversation() -> [UInt8] {
        var bytes = next(corpus)
        for _ in 0..<Int.random(in: 1...6, using: &self) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &self)
            switch Int.random(in: 0..<8, using: &self) {
            case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 1: bytes[index] = next([0, 1, 0x2F, 0x40, 0x7F, 0x80, 0xFF])
            case 2: bytes.remove(at: index)
            case 3: bytes.insert(next([0, 0x2F, 0x61]), at: index)
            case 4: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 1...20, using: &self)))
            case 5: bytes.insert(contentsOf: bytes[index..<min(bytes.count, index + 16)], at: index)
            case 6: bytes += next(corpus)
            default: rewriteHeader(&bytes)
            }
        }
        return bytes
    }

    /// Bytes of any value.
    mutating func noise() -> [UInt8] {
        (0..<Int.random(in: 0..<300, using: &self)).map { _ in
            Bool.random(using: &self) ? 0 : UInt8.random(in: 0...255, using: &self)
        }
    }

    /// Makes the first message another request with the same payload, so that damage gets past the header.
    private mutating func rewriteHeader(_ bytes: inout [UInt8]) {
        guard bytes.count >= WireHeader.size else { return }
        bytes[0] = UInt8.random(in: 0...28, using: &self)
        bytes[8] = UInt8.random(in: 0...3, using: &self)
    }
}

extension Damage: RandomNumberGenerator {
    mutating func next() -> UInt64 { random.next() }
}
