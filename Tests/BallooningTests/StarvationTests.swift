import Ballooning
import Testing
import Xen

/// What a guest keeps though its programs have hardly been promised anything: Linux guests with an idle userland, whose
/// kernels take 50 MiB and more beside what they manage.
@Suite("Starvation")
struct StarvationTests {
    /// An idle guest whose kernel takes `kernel` of what it holds for itself.
    private static func host(kernel: Pages, largest: Pages = .mib(320)) -> SteppingHost {
        var guest = Guest(1, current: largest, largest: largest, committed: .mib(16))
        guest.kernel = kernel
        var host = SteppingHost(total: .mib(4096), guests: [guest])
        host.settings.host.surplus = .keep
        return host
    }

    /// Whether the guest's target is its floor, or so near that the way there is not worth a write.
    private static func isAtFloor(_ host: SteppingHost) -> Bool {
        guard let floor = host.decision(1)?.floor, let target = host[1].target else { return false }
        return target >= floor && target <= floor + floor / 100
    }

    @Test("The floor is memory that the guest's kernel manages, as the driver computes it")
    func floorIsManagedMemory() {
        var host = Self.host(kernel: .mib(53))
        host.run(.seconds(300))
        #expect(host.decision(1)?.floor == Floor.curve(largest: .mib(320)) + .mib(53))
        #expect(Self.isAtFloor(host))
        #expect(host.violations.isEmpty)
    }

    @Test("No step goes below the floor, not even the first one after a pause")
    func neverBelowTheFloor() {
        var host = Self.host(kernel: .mib(53), largest: .mib(192))
        host[1].flags = .paused
        host.run(.seconds(1))
        host[1].flags = .running
        // The report that came in meanwhile is still the last one.
        host.round()
        #expect(host.decision(1)?.floor == Floor.curve(largest: .mib(192)) + .mib(53))
    }

    @Test("A minimum that is set is managed memory as well")
    func minimumIsManagedMemory() {
        var host = Self.host(kernel: .mib(53))
        host.settings.profiles[0].minimumUsable = .mib(90)
        host.run(.seconds(300))
        #expect(host.decision(1)?.floor == .mib(90 + 53))
        #expect(Self.isAtFloor(host))
    }

    @Test("A dynamic-min is what the domain holds, as XAPI has it")
    func dynamicMinimumIsHeldMemory() {
        var host = Self.host(kernel: .mib(53))
        host[1].dynamicMinimum = .mib(100)
        host.run(.seconds(300))
        #expect(host.decision(1)?.floor == .mib(100))
        #expect(Self.isAtFloor(host))
    }

    @Test("A guest that claims a huge kernel is not believed")
    func overheadIsBounded() {
        var host = Self.host(kernel: .mib(250))
        host.run(.seconds(10))
        #expect(host.decision(1)?.floor == Floor.curve(largest: .mib(320)) + .mib(64 + 40))
    }

    @Test(
        "What the guest's own driver says it holds counts before what was seen when its report came in",
        // MiB that the driver says it holds, nil for no word of it, and what that leaves for a kernel that manages 267.
        arguments: [
            (nil, 53), (307, 40), (267, 0), (1 << 30, (1 << 30) - 267),
            // A kernel cannot manage more than its domain holds.
            (266, 53),
        ] as [(Int?, Int)]
    )
    func driversFigureCounts(held: Int?, overhead: Int) throws {
        var host = Self.host(kernel: .mib(53))
        let kernel = Pages.mib(overhead)
        var snapshot = host.snapshot()
        snapshot.domains[0].report?.held = held.map { .mib($0) }
        host.balancer.plan(snapshot, settings: host.settings, into: &host.plan)
        let decision = host.plan.decisions[0]
        #expect(decision.floor == Floor.curve(largest: .mib(320)) + min(kernel, .mib(64 + 40)))
        let report = try #require(snapshot.domains[0].report)
        // For the goal Xen's figure counts where it is more: 320 less those 267.
        #expect(decision.estimate == max(.mib(16), report.used) + max(kernel, .mib(53)) + report.total / 10)
        #expect(decision.goal <= decision.ceiling)
    }

    @Test("A guest that has given memory since its report is not thought to need less")
    func movingBalloonChangesNothing() throws {
        var host = Self.host(kernel: .mib(53), largest: .mib(1024))
        var snapshot = host.snapshot()
        let held = try #require(snapshot.domains[0].report).total + .mib(53)
        snapshot.domains[0].report?.held = held
        host.balancer.plan(snapshot, settings: host.settings, into: &host.plan)
        let atRest = host.plan.decisions[0].estimate
        var moving = Self.host(kernel: .mib(53), largest: .mib(1024))
        snapshot.domains[0].info.current = held - .mib(200)
        snapshot.domains[0].target = held - .mib(200)
        moving.balancer.plan(snapshot, settings: moving.settings, into: &moving.plan)
        #expect(moving.plan.decisions[0].estimate == atRest)
    }

    @Test("A guest that falls silent keeps its floor")
    func silentKeepsItsFloor() {
        var host = Self.host(kernel: .mib(53))
        host.run(.seconds(30))
        let floor = host.decision(1)?.floor
        host[1].committed = nil
        host.run(.seconds(120))
        #expect(host.decision(1)?.state == .silent)
        #expect(host.decision(1)?.floor == floor)
    }

    @Test("What a guest has in use and could not drop is left to it, though nobody was promised it")
    func leavesWhatIsInUse() {
        var host = Self.host(kernel: .mib(100), largest: .mib(4096))
        host[1].workingSet = .mib(1000)
        host.run(.seconds(600))
        #expect((host[1].target ?? .zero) >= .mib(1100))
    }

    @Test("A guest that says no more after it was lowered is not lowered further")
    func waitsForNews() {
        var host = Self.host(kernel: .mib(53), largest: .mib(1024))
        host.run(.seconds(11))
        let target = host[1].target
        #expect(target != .mib(1024))
        host[1].isHung = true
        host.run(.seconds(35))
        #expect(host[1].target == target)
        #expect(host.decision(1)?.reason == .unheard)
        host[1].isHung = false
        host.run(.seconds(20))
        #expect(host[1].target ?? .zero < target ?? .zero)
    }
}
