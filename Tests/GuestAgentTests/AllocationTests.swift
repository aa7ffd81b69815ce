import CLinux
import Testing
import Xen

@testable import GuestAgent

@Suite("Allocation")
struct AllocationTests {
    @Test("A thousand looks at the guest's memory, decided and formatted, leave the heap as it was")
    func steadyState() async {
        // A process of its own: other tests use the heap as well.
        await #expect(processExitsWith: .success) {
            let guest = try GuestFixture.linux61()
            var sampler = try MemorySampler(root: guest.root)
            var mind = GuestMind(GuestSettings())
            var line: [UInt8] = []
            func look(_ second: Int) throws {
                let sample = try sampler.sample()
                let step = mind.step(sample, at: .seconds(second), triggered: false)
                if step.report { mind.reported(sample, at: .seconds(second)) }
                sample.encode(into: &line)
            }
            for second in 0..<10 { try look(second) }
            // The runtime's own threads use the heap now and then: what counts is whether the looks can do without.
            let isUnchanged = try (0..<5).contains { attempt in
                let before = mallinfo2().uordblks
                let start = 10 + attempt * 1000
                for second in start..<(start + 1000) { try look(second) }
                return mallinfo2().uordblks == before
            }
            #expect(isUnchanged)
        }
    }
}
