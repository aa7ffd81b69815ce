import Testing
import Xen

@testable import Ballooning

@Suite("Compact optionals")
struct CompactTests {
    private struct Sizes: Hashable {
        @Compact var known: Pages?
        @Compact var unknown: Pages?
        @Compact var counter: UInt64?
    }

    @Test("An amount and a counter are what they were set to, nil and the ends of their range included")
    func values() {
        var sizes = Sizes(known: Pages(.max), unknown: nil, counter: 0)
        #expect(sizes.known == Pages(.max))
        #expect(sizes.unknown == nil)
        #expect(sizes.counter == 0)
        sizes.known = nil
        sizes.unknown = Pages(-1)
        sizes.counter = .max - 1
        #expect(sizes == Sizes(known: nil, unknown: Pages(-1), counter: .max - 1))
    }

    @Test("An optional takes no more room than its value")
    func size() {
        #expect(MemoryLayout<Sizes>.size == MemoryLayout<Pages>.size * 3)
    }
}
