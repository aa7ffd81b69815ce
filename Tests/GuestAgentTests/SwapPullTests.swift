import Testing
import Xen

@testable import GuestAgent

@Suite("Swap pull")
struct SwapPullTests {
    @Test(
        "A request survives the way to the program",
        arguments: [
            PullRequest(amount: Pages(1), place: nil),
            PullRequest(amount: Pages(1 << 40), place: SwapPlace(process: 1, address: .max)),
        ]
    )
    func request(_ request: PullRequest) {
        #expect(PullRequest(parsing: request.text) == request)
    }

    @Test(
        "A request that is none is not followed",
        arguments: ["", "0", "-1", "1 2", "1 0 4096", "1 2 3 4", "x", "1 2 -3"]
    )
    func badRequest(_ text: String) {
        #expect(PullRequest(parsing: text) == nil)
        #expect(SwapPull.perform(text) == nil)
    }

    @Test(
        "A result survives the way back",
        arguments: [
            PullResult(
                outcome: .pulled,
                swappedIn: Pages(300),
                refaults: 7,
                place: SwapPlace(process: 12, address: 4096)
            ),
            PullResult(outcome: .refused, swappedIn: .zero, refaults: 0, place: nil),
        ]
    )
    func result(_ result: PullResult) {
        #expect(PullResult(parsing: result.text) == result)
    }

    @Test(
        "A result that is none is not believed",
        arguments: ["", "pulled", "pulled 1", "pulled -1 0", "pulled 1 0 2", "won 1 0"]
    )
    func badResult(_ text: String) {
        #expect(PullResult(parsing: text) == nil)
    }

    @Test("Where no process has pages in swap a step finds nothing")
    func nothing() throws {
        let guest = try GuestFixture.linux61()
        try guest.set("/proc/12/status", "Name:\tc\nVmSwap:\t       0 kB\n")
        #expect(SwapPull.perform("100", root: guest.root) == "nothing 0 0\n")
    }

    @Test("Where memory is not free any more a step does nothing, and does not say that there was nothing to do")
    func noRoom() throws {
        let guest = try GuestFixture.linux61()
        try guest.set("/proc/meminfo", GuestFixture.meminfo.replacing("90112", with: "6900"))
        #expect(SwapPull.perform("100", root: guest.root) == "pulled 0 0\n")
    }

    @Test("Where there is no telling what is swapped there is no step")
    func unknown() throws {
        let guest = try GuestFixture()
        #expect(SwapPull.perform("100", root: guest.root) == nil)
    }
}
