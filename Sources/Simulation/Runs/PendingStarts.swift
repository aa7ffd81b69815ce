import Ballooning
import Xen

/// Domains that could not start for lack of free memory. For each there is a reservation, which is how a toolstack tells
/// a balancer what it waits for; the start itself is tried again every second.
struct PendingStarts {
    /// What waits, in the order in which it came.
    private(set) var specs: [DomainSpec] = []
    /// The reservations, in the same order.
    private(set) var reservations: [Reservation] = []

    private var lastID = 0

    /// A refused reservation is asked for anew after that time, as xenopsd does.
    private static let retry = Milliseconds.seconds(10)

    var isEmpty: Bool { specs.isEmpty }

    /// What is kept for all of them.
    var granted: Pages {
        reservations.reduce(.zero) { $0 + ($1.state == .granted ? $1.granted ?? .zero : .zero) }
    }

    /// What is kept for one of them.
    func granted(for uuid: DomainUUID) -> Pages {
        guard let mine = reservations.first(where: { $0.beneficiary == uuid }), mine.state == .granted else {
            return .zero
        }
        return mine.granted ?? .zero
    }

    mutating func append(_ spec: DomainSpec, at now: Instant) {
        lastID += 1
        specs.append(spec)
        let size = spec.start + spec.driver.offset
        reservations.append(
            Reservation(id: lastID, minimum: size, maximum: size, beneficiary: spec.uuid, asked: now)
        )
    }

    mutating func remove(_ uuid: DomainUUID) {
        guard let index = specs.firstIndex(where: { $0.uuid == uuid }) else { return }
        specs.remove(at: index)
        reservations.remove(at: index)
    }

    /// Takes note of what the policy said to a reservation.
    mutating func note(_ answer: ReservationAnswer) {
        guard let index = reservations.firstIndex(where: { $0.id == answer.id }) else { return }
        reservations[index].state = answer.state
        reservations[index].granted = answer.granted
    }

    /// Asks again for what was refused.
    mutating func askAgain(at now: Instant) {
        for index in reservations.indices where reservations[index].state != .granted {
            guard reservations[index].state != .asked, now - reservations[index].asked >= Self.retry else { continue }
            lastID += 1
            reservations[index].id = lastID
            reservations[index].state = .asked
            reservations[index].granted = nil
            reservations[index].asked = now
        }
    }
}
