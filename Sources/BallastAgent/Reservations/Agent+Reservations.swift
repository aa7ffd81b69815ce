import Ballooning
import Logging
import Xen

extension Agent {
    /// Hands the plan's answers to those who asked.
    func answerReservations() throws(StoreError) {
        let changed = reservations.take(plan.answers) { id in
            inventory.index(of: id).map { inventory.records[$0].displayName } ?? "domain \(id)"
        }
        for entry in changed {
            meters.note(reservation: entry.reservation.state.rawValue)
            logger.notice(
                "reservation is answered",
                metadata: [
                    "reservation.id": "\(entry.name)", "reservation.state": "\(entry.reservation.state.rawValue)",
                    "reservation.answer": "\(entry.answer[.answer] ?? "")",
                ]
            )
        }
        guard !options.isDryRun else { return }
        do {
            try reservations.publish(to: store)
        } catch {
            guard error.code != .disconnected else { throw error }
            // What was not published is tried again with the next round.
            trouble("cannot answer a reservation", error, from: .store)
        }
    }
}
