import Xen

/// Second part of a plan: memory that is kept for domains yet to be built.
extension Balancer {
    /// Answers every reservation whose state changes with this plan, in the order of their numbers, so that two of them
    /// never count on the same memory.
    func answerReservations(
        _ snapshot: HostSnapshot,
        _ settings: Settings,
        _ budget: inout Budget,
        _ plan: inout Plan
    ) {
        guard !snapshot.reservations.isEmpty else { return }
        for reservation in snapshot.reservations where reservation.state == .granted {
            keep(reservation, snapshot, &budget, &plan)
        }
        let bounds = Bounds(plan.decisions)
        for reservation in snapshot.reservations where reservation.state == .asked {
            answer(reservation, snapshot, settings.host, bounds, &budget, &plan)
        }
    }

    /// Keeps what was granted, less what the domain it is for holds or may take already. It ends when that is
    /// everything and the domain runs, or when it lapses.
    private func keep(
        _ reservation: Reservation,
        _ snapshot: HostSnapshot,
        _ budget: inout Budget,
        _ plan: inout Plan
    ) {
        let granted = max(.zero, min(reservation.granted ?? .zero, snapshot.memory.total))
        var outstanding = granted
        var isRunning = false
        if let beneficiary = reservation.beneficiary,
            let index = snapshot.domains.firstIndex(where: { $0.info.uuid == beneficiary })
        {
            let info = snapshot.domains[index].info
            isRunning = plan.decisions[index].state != .suspended
            outstanding = max(.zero, granted - max(info.current, info.maximum))
        }
        let hasLapsed = reservation.expires.map { snapshot.now >= $0 } ?? false
        if hasLapsed || isRunning {
            plan.answers.append(reservation.answer(.ended, budget, Bounds()))
        } else {
            budget.reserved = budget.reserved + outstanding
        }
    }

    private func answer(
        _ reservation: Reservation,
        _ snapshot: HostSnapshot,
        _ host: HostSettings,
        _ bounds: Bounds,
        _ budget: inout Budget,
        _ plan: inout Plan
    ) {
        if let expires = reservation.expires, snapshot.now >= expires {
            plan.answers.append(reservation.answer(.ended, budget, bounds))
            return
        }
        let least = max(.zero, reservation.minimum)
        let most = max(least, min(reservation.maximum, snapshot.memory.total))
        let room = max(.zero, min(budget.room, budget.roomByTarget))
        // The fast path: nobody's target has to move.
        if most <= room {
            grant(most, to: reservation, bounds, &budget, &plan)
            return
        }
        let attainable = max(room, budget.divisible - budget.bases)
        guard least <= attainable else {
            plan.answers.append(reservation.answer(.refused, budget, bounds))
            return
        }
        // What nobody needs can be had up to the most that is wanted; what the domains need, only up to the least.
        let wanted = min(most, max(least, budget.divisible - budget.goals))
        let isOverdue = snapshot.now - reservation.asked >= host.reservationPatience
        if wanted <= room || (isOverdue && least <= room) {
            grant(min(max(wanted, room), most), to: reservation, bounds, &budget, &plan)
        } else if isOverdue {
            plan.answers.append(reservation.answer(.refused, budget, bounds))
        } else {
            plan.answers.append(reservation.answer(.asked, budget, bounds))
            budget.awaited = budget.awaited + wanted
        }
    }

    private func grant(
        _ size: Pages,
        to reservation: Reservation,
        _ bounds: Bounds,
        _ budget: inout Budget,
        _ plan: inout Plan
    ) {
        var answer = reservation.answer(.granted, budget, bounds)
        answer.granted = size
        plan.answers.append(answer)
        budget.reserved = budget.reserved + size
    }
}

extension Balancer {
    /// What the members could give, and who does not.
    struct Bounds {
        var reclaimable = Pages.zero
        var blockers: [DomainID] = []

        init() {}

        init(_ decisions: [DomainDecision]) {
            var stuck: [(held: Pages, id: DomainID)] = []
            for index in decisions.indices {
                let decision = decisions[index]
                let current = decision.current
                if decision.isMember {
                    reclaimable = reclaimable + max(.zero, current - decision.base)
                }
                if decision.state == .stuck || decision.state == .uncooperative, current > decision.floor {
                    stuck.append((current - decision.floor, decision.id))
                }
            }
            stuck.sort { $0.held > $1.held }
            blockers = stuck.prefix(Self.mostNamed).map(\.id)
        }

        private static let mostNamed = 8
    }
}

extension Reservation {
    /// An answer with the numbers as they are now.
    func answer(_ state: State, _ budget: Budget, _ bounds: Balancer.Bounds) -> ReservationAnswer {
        // What those before it still wait for is called back for them.
        let promised = max(.zero, .zero - budget.room)
        return ReservationAnswer(
            id: id,
            state: state,
            needed: minimum,
            free: max(.zero, budget.room),
            reclaimable: max(.zero, bounds.reclaimable - promised),
            blockers: state == .refused ? bounds.blockers : []
        )
    }
}
