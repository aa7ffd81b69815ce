import Ballooning
import Testing
import Xen

@Suite("Reservations")
struct ReservationTests {
    static func host(free: Int) -> SteppingHost {
        var host = SteppingHost(
            total: .mib(1600 + free),
            guests: [
                Guest(1, current: .mib(800), committed: .mib(300)), Guest(2, current: .mib(800), committed: .mib(300)),
            ]
        )
        host.settings.host.surplus = .keep
        host.settings.host.reserve = .mib(16)
        return host
    }

    @Test("What is free is granted at once, and no target moves")
    func takesTheFastPath() {
        var host = Self.host(free: 500)
        host.reservations = [Reservation(id: 1, minimum: .mib(400), maximum: .mib(400), asked: host.now)]
        host.round()
        #expect(host.reservations[0].granted == .mib(400))
    }

    @Test("What the guests can give is called back and granted when it is free, and then it stays")
    func callsBack() {
        var host = Self.host(free: 40)
        host.reservations = [Reservation(id: 1, minimum: .mib(500), maximum: .mib(500), asked: host.now)]
        host.run(.seconds(20))
        #expect(host.reservations[0].state == .granted)
        host[1].committed = .mib(900)
        host.run(.seconds(60))
        #expect(host.free >= .mib(516))
        #expect(host.violations.isEmpty, "\(host.violations)")
    }

    @Test("Too much is refused with the numbers")
    func refuses() throws {
        var host = Self.host(free: 40)
        host.reservations = [Reservation(id: 7, minimum: .mib(1600), maximum: .mib(1700), asked: host.now)]
        host.round()
        let answer = try #require(host.plan.answers.first)
        #expect(answer.state == .refused)
        #expect(answer.needed == .mib(1600))
        #expect(answer.free == .mib(22))
        #expect(answer.reclaimable > .mib(1300) && answer.reclaimable < .mib(1400))
        #expect(answer.description.contains("1600.0 MiB are needed"))
    }

    @Test("Two at once never get the same memory")
    func neverTwice() {
        var host = Self.host(free: 500)
        host.reservations = (1...3).map { Reservation(id: $0, minimum: .mib(200), maximum: .mib(200), asked: host.now) }
        host.round()
        #expect(host.reservations.map(\.state) == [.granted, .granted, .asked])
        host.run(.seconds(20))
        #expect(host.reservations.allSatisfy { $0.state == .granted })
        #expect(host.free >= .mib(616))
    }

    @Test("One that is refused is not told of memory that one before it waits for")
    func refusesWithWhatIsLeft() throws {
        var host = Self.host(free: 40)
        host.reservations = [Reservation(id: 1, minimum: .mib(1600), maximum: .mib(1600), asked: host.now)]
        host.round()
        let alone = try #require(host.plan.answers.first)
        host = Self.host(free: 40)
        host.reservations = [
            Reservation(id: 1, minimum: .mib(1000), maximum: .mib(1000), asked: host.now),
            Reservation(id: 2, minimum: .mib(1000), maximum: .mib(1000), asked: host.now),
        ]
        host.round()
        let answer = try #require(host.plan.answers.last)
        #expect(host.plan.answers.map(\.state) == [.asked, .refused])
        #expect(answer.free + answer.reclaimable == alone.free + alone.reclaimable - .mib(1000))
    }

    @Test("A range gets what nobody needs, but its least even if somebody does")
    func grantsRanges() {
        var host = Self.host(free: 40)
        host.reservations = [Reservation(id: 1, minimum: .mib(100), maximum: .mib(3000), asked: host.now)]
        host.run(.seconds(30))
        // 1640 less the reserve, two limits' slack, and two goals of 300 and a tenth.
        let granted = host.reservations[0].granted ?? .zero
        #expect(granted > .mib(800) && granted < .mib(970))
    }

    @Test("It ends when the domain it was for runs, and when it lapses")
    func ends() {
        var host = Self.host(free: 600)
        host.reservations = [
            Reservation(id: 1, minimum: .mib(200), maximum: .mib(200), asked: host.now),
            Reservation(
                id: 2,
                minimum: .mib(200),
                maximum: .mib(200),
                expires: host.now + .seconds(30),
                asked: host.now
            ),
        ]
        host.round()
        var born = Guest(9, current: .mib(120))
        born.flags = .paused
        born.maximum = .mib(120)
        host.guests.append(born)
        host.reservations[0].beneficiary = born.uuid
        host.round()
        #expect(host.plan.host.reserved == .mib(280))
        host[9].flags = .running
        host.round()
        #expect(host.reservations.map(\.state) == [.ended, .granted])
        host.run(.seconds(31))
        #expect(host.reservations.map(\.state) == [.ended, .ended])
    }
}
