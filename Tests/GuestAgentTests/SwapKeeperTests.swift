import Testing
import Xen

@testable import GuestAgent

@Suite("Swap keeper")
struct SwapKeeperTests {
    @Test("What a step reads is its own, what others read meanwhile is theirs")
    func ownSwapIns() async throws {
        let keeper = try KeeperProbe("echo pulled 300 7")
        _ = keeper.observe(swappedIn: 1000)
        keeper.pull()
        #expect(try await keeper.settle(swappedIn: 1500, as: .waiting).swappedIn == Pages(1200))
        #expect(!keeper.takeNothingFound())
    }

    @Test("A step that waits for memory keeps nobody waiting, and ends when somebody needs memory")
    func yields() async throws {
        let keeper = try KeeperProbe("exec sleep 600")
        for _ in 0..<3 {
            keeper.pull()
            #expect(keeper.observe().pullBack == .pulling)
        }
        keeper.yield()
        // It was not refused: the next calm interval may try again.
        _ = try await keeper.settle(as: .waiting)
    }

    @Test("While a step goes on its swap-ins are no sign of need, and neither are they once it was ended")
    func interrupted() async throws {
        let keeper = try KeeperProbe("exec sleep 600")
        keeper.pull()
        #expect(keeper.observe(swappedIn: 400).swappedIn == .zero)
        keeper.yield()
        #expect(try await keeper.settle(swappedIn: 400, as: .waiting).swappedIn == .zero)
        #expect(keeper.observe(swappedIn: 410).swappedIn == Pages(10))
    }

    @Test("A step that finds nothing is told once")
    func nothingFound() async throws {
        let keeper = try KeeperProbe("echo nothing 0 0")
        keeper.pull()
        _ = try await keeper.settle(as: .waiting)
        #expect(keeper.takeNothingFound())
        #expect(!keeper.takeNothingFound())
    }

    @Test(
        "A kernel that refuses, and a program that fails, are not asked again for ten minutes",
        arguments: ["echo refused 0 0", "exit 1", "echo nonsense"]
    )
    func refused(line: String) async throws {
        let keeper = try KeeperProbe(line)
        keeper.pull()
        _ = try await keeper.settle(as: .refused)
        keeper.pull(at: 599)
        _ = try await keeper.settle(at: 599, as: .refused)
        #expect(try keeper.requests() == ["500"])
        keeper.pull(at: 600)
        _ = try await keeper.settle(at: 600, as: .refused)
        #expect(try keeper.requests() == ["500", "500"])
    }

    @Test("A step goes on where the last one has ended")
    func goesOn() async throws {
        let keeper = try KeeperProbe("echo pulled 1 0 4711 4096")
        for _ in 0..<2 {
            keeper.pull()
            _ = try await keeper.settle(as: .waiting)
        }
        #expect(try keeper.requests() == ["500", "500 4711 4096"])
    }
}
