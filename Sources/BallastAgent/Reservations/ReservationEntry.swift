import Ballooning
import Xen

/// One reservation as the agent remembers it: what is asked, how the policy knows it, and what was answered.
struct ReservationEntry {
    /// The name of its node.
    let name: String
    /// What is asked; nil while that cannot be used.
    var request: ReservationRequest?
    /// How the policy knows it.
    var reservation: Reservation
    /// A domain that had the beneficiary's name or uuid when the reservation was asked for: it is not the one to come.
    var predecessor: DomainID?
    /// Whether nobody has looked for a predecessor yet.
    var isNew = true
    /// The nodes of the answer.
    var answer: [AnswerKey: String] = [:]
    /// What of it stands in the store.
    var published: [AnswerKey: String] = [:]

    init(name: String, number: Int, at now: Instant) {
        self.name = name
        reservation = Reservation(id: number, minimum: .zero, maximum: .zero, asked: now, state: .refused)
    }

    /// The nodes that the agent writes.
    enum AnswerKey: String, CaseIterable {
        /// Where the reservation stands.
        case state
        /// What is kept for it, KiB.
        case granted
        /// The least that it needs, KiB.
        case needed
        /// What could be handed out at once, KiB.
        case free
        /// What the domains could give on top, KiB.
        case reclaimable
        /// The domids of those that hold memory and do not give it.
        case blockers
        /// All of it in one sentence.
        case answer
        /// The domid of a domain that the reservation is not for, although it has the name or the uuid.
        case predecessor
    }

    /// Whether the policy has to know of it.
    var isLive: Bool {
        reservation.state == .asked || reservation.state == .granted
    }
}

extension ReservationEntry {
    /// Finds out once whether there is a domain already that the reservation is not for.
    mutating func meetPredecessor(in inventory: Inventory) {
        guard isNew else { return }
        isNew = false
        predecessor = candidates(in: inventory).first
    }

    /// The domain that the reservation is for, once it is there.
    func beneficiary(in inventory: Inventory) -> DomainUUID? {
        candidates(in: inventory).first { $0 != predecessor }
            .flatMap { inventory.index(of: $0) }
            .map { inventory.records[$0].info.uuid }
    }

    /// The domains with the name or the uuid that was given.
    private func candidates(in inventory: Inventory) -> [DomainID] {
        guard let wanted = request?.beneficiary else { return [] }
        return inventory.domains(called: wanted).map { inventory.records[$0].info.id }
    }

    /// Takes in what the asker has written. A size that has changed is asked for anew; a new beneficiary or lifetime
    /// holds for what was granted already.
    mutating func take(_ request: ReservationRequest, at now: Instant) {
        guard request != self.request else { return }
        let isSameSize = request.minimum == reservation.minimum && request.maximum == reservation.maximum
        if request.beneficiary != self.request?.beneficiary, self.request != nil { isNew = true }
        self.request = request
        guard !isSameSize || !isLive else { return }
        reservation.minimum = request.minimum
        reservation.maximum = request.maximum
        reservation.asked = now
        reservation.granted = nil
        reservation.state = .asked
    }

    /// Takes over what an earlier run answered.
    ///
    /// - Parameter request: what is asked now, nil if that cannot be used; what was granted stays granted even so.
    mutating func inherit(_ texts: [AnswerKey: String], _ request: ReservationRequest?) {
        guard let state = texts[.state].flatMap({ Reservation.State(rawValue: $0) }) else { return }
        let granted = texts[.granted].flatMap { KiB(parsing: Array($0.utf8)) }.map { Pages(flooring: $0) }
        guard state != .granted || granted != nil else { return }
        self.request = request
        reservation.minimum = request?.minimum ?? granted ?? .zero
        reservation.maximum = request?.maximum ?? granted ?? .zero
        reservation.state = state
        reservation.granted = state == .granted ? granted : nil
        predecessor = texts[.predecessor].flatMap { DomainID(parsing: $0) }
        isNew = false
        answer = texts
        published = texts
    }

    /// Refuses what the asker has written.
    mutating func refuse(_ refusal: SettingRefusal) {
        request = nil
        reservation.state = .refused
        reservation.granted = nil
        answer = [.state: Reservation.State.refused.rawValue, .answer: "\(refusal)"]
    }

    /// Takes the policy's answer.
    mutating func take(_ answer: ReservationAnswer, naming: (DomainID) -> String) {
        reservation.state = answer.state
        reservation.granted = answer.granted
        self.answer = [
            .state: answer.state.rawValue,
            .needed: "\(answer.needed.kib.count)",
            .free: "\(answer.free.kib.count)",
            .reclaimable: "\(answer.reclaimable.kib.count)",
            .blockers: answer.blockers.map(\.description).joined(separator: " "),
            .answer: answer.sentence(about: name, naming: naming),
        ]
        self.answer[.granted] = answer.granted.map { "\($0.kib.count)" }
        self.answer[.predecessor] = predecessor.map { "\($0)" }
    }
}
