import Xen

extension DomainModel {
    /// Lets the balloon driver follow its target.
    ///
    /// - Returns: the pages that the domain took, negative where it gave some back.
    mutating func moveBalloon(free: Pages, at microseconds: Int, step: Int) -> Pages {
        let age = microseconds - born
        if unpopulated > .zero {
            populate(age: age, step: step)
            return .zero
        }
        let movement = spec.driver.movement(held: held, target: target, age: age, microseconds: step)
        if movement > .zero {
            let taken = min(movement, free, max(.zero, maximum - held))
            held += taken
            guest.receive(taken)
            return taken
        }
        if movement < .zero {
            // A balloon driver leaves the kernel what it cannot do without.
            let spare = max(.zero, guest.size - guest.kernel - guest.watermark)
            let given = guest.surrender(min(.zero - movement, spare))
            held -= given
            return .zero - given
        }
        return .zero
    }

    /// A driver that has come up takes away what was never there; one that has not lets the guest run into the void.
    private mutating func populate(age: Int, step: Int) {
        if case .populateOnDemand(let start) = spec.driver.kind, age >= start * 1000 {
            let wanted = min(unpopulated, Pages(max(1, spec.driver.pagesPerSecond * step / second)))
            unpopulated -= guest.surrender(wanted)
        }
        if guest.used + spec.hidden > held { flags.insert(.shutdown) }
    }

    /// Lets the workload run and the agent look at it.
    mutating func runGuest(at microseconds: Int, step: Int) {
        guest.advance(demand(at: microseconds), microseconds: step)
        let balloon = GuestReporter.Balloon(
            inflated: max(.zero, spec.staticMaximum - held),
            current: guest.size + spec.hidden
        )
        reporter.observe(guest, balloon: balloon, at: microseconds)
    }
}
