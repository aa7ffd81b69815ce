public import Ballooning
import Xen

/// What a policy answers.
public struct PolicyRound: Sendable {
    /// The changes in the order in which they are made.
    public var writes: [PolicyWrite] = []
    /// What the reservations are told.
    public var answers: [ReservationAnswer] = []
    /// In how many milliseconds it wants to be asked again, if nothing happens before.
    public var pauseMilliseconds = 5000
    /// Whether it waits for memory to come free, and wants to be asked again as soon as some does.
    public var waitsForMemory = false
    /// Whether a new report of a guest is a reason to be asked again; an urgent request always is one.
    public var waitsForReports = false

    /// Makes an empty answer.
    public init() {}

    mutating func clear() {
        writes.removeAll(keepingCapacity: true)
        answers.removeAll(keepingCapacity: true)
        pauseMilliseconds = 5000
        waitsForMemory = false
        waitsForReports = false
    }
}

extension PolicyRound {
    /// Sets a domain's target and its limit, unless the target is in force already.
    mutating func set(_ domain: DomainSnapshot, to target: Pages, slack: Pages = .mib(1)) {
        guard domain.target != target else { return }
        let offset = max(domain.knownOffset ?? .zero, domain.videoRAM)
        writes.append(
            PolicyWrite(
                domain: domain.info.id,
                uuid: domain.info.uuid,
                target: target,
                maximum: target + offset + slack,
                populateOnDemandTarget: domain.info.flags.contains(.hardwareAssisted) ? target + .mib(1) : nil
            )
        )
    }
}
