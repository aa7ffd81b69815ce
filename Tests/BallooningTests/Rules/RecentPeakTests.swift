import Testing
import Xen

@testable import Ballooning

@Suite("The recent peak")
struct RecentPeakTests {
    /// A need of 100 MiB all the time, and of 500 at one second.
    @Test(
        "What was needed is remembered for five to ten minutes and then forgotten at once",
        arguments: [
            (0, 0, 500), (0, 300, 500), (0, 599, 500), (0, 600, 100), (299, 599, 500), (299, 600, 100), (301, 899, 500),
        ]
    )
    func remembers(peakAt: Int64, lookAt: Int64, size: Int) {
        var peak = RecentPeak()
        for second in 0...lookAt {
            peak.observe(.mib(second == peakAt ? 500 : 100), now: .start + .seconds(second))
        }
        #expect(peak.size == .mib(size))
    }

    @Test("Nothing is remembered over a long silence")
    func forgets() {
        var peak = RecentPeak()
        peak.observe(.mib(500), now: .start)
        peak.observe(.mib(100), now: .start + .seconds(700))
        #expect(peak.size == .mib(100))
    }
}
