public import Ballooning
import Synchronization
public import Xen
public import XenMock

/// A Xen host in memory that an agent can balance without knowing the difference: a xenstore and a hypervisor to talk
/// to, and behind them guests that follow their targets, do their work and report.
///
/// Nothing moves but in ``advance(milliseconds:)``, so one user lets it live in real time and another runs a day in a
/// second. Any thread may call.
public final class SimulatedHost: Sendable {
    /// The xenstore; tools connect here.
    public let xenstore: MockXenstore
    /// The hypervisor.
    public let hypervisor: any Hypervisor

    private let model: SharedHostModel
    private let life: Mutex<Life>

    /// What comes, what goes, and who is there.
    private struct Life {
        var guests: [SimulatedGuest] = []
        var events: [Scenario.Event]
        var pending: [DomainSpec] = []
        /// The reservations that were asked for, by the domain that they are for.
        var reservations: [DomainUUID: Int] = [:]
        /// The number of the last reservation.
        var lastReservation = 0
        /// The event that comes next.
        var next = 0
        /// When the current round through the events started, in seconds.
        var offset = 0
    }

    /// Makes a host and starts its domains.
    ///
    /// - Parameters:
    ///   - seed: decides what its guests do.
    ///   - scenario: the host; nil takes one with something worth watching.
    /// - Throws: what the store says, which is a mistake of the simulation.
    public init(seed: UInt64, scenario: Scenario? = nil) throws(StoreError) {
        let scenario = scenario ?? .live(seed: seed)
        xenstore = MockXenstore()
        var host = HostModel(total: scenario.total, controlDomain: scenario.controlDomain)
        if let last = scenario.lastDomainID { host.lastDomainID = last }
        model = SharedHostModel(host)
        hypervisor = SimulatedHypervisor(model)
        var life = Life(events: scenario.events.sorted { $0.second < $1.second })
        try Self.writeControlDomain(scenario.controlDomain, xenstore)
        for spec in scenario.domains { try Self.start(spec, xenstore, model, &life) }
        self.life = Mutex(life)
    }

    /// A new connection of dom0.
    public func connect() -> InProcessStore {
        xenstore.connect()
    }

    /// A new connection of dom0, as the agent knows it.
    public var store: any Store {
        connect()
    }

    /// The time since the host started.
    public var now: Instant {
        model.withLock { $0.now }
    }

    /// The host as nobody else sees it.
    public var host: HostModel {
        model.withLock { $0 }
    }

    /// Lets time pass: domains come and go, balloon drivers follow their targets, guests work and report.
    ///
    /// - Parameter milliseconds: how much time.
    /// - Throws: what the store says to the guests, which is a mistake of the simulation.
    public func advance(milliseconds: Int) throws(StoreError) {
        var left = milliseconds
        while left > 0 {
            let step = min(left, 100)
            let result: Result<Void, StoreError> = life.withLock { life in
                do throws(StoreError) {
                    try Self.step(milliseconds: step, xenstore, model, &life)
                    return .success(())
                } catch {
                    return .failure(error)
                }
            }
            try result.get()
            left -= step
        }
    }

    private static func step(
        milliseconds: Int,
        _ xenstore: MockXenstore,
        _ model: SharedHostModel,
        _ life: inout Life
    ) throws(StoreError) {
        try act(xenstore, model, &life)
        for guest in life.guests {
            guard let target = try guest.readTarget() else { continue }
            model.withLock { _ = $0.setTarget(of: guest.id, to: Pages(flooring: target)) }
        }
        model.withLock { $0.advance(microseconds: milliseconds * 1000) }
        for index in life.guests.indices {
            let id = life.guests[index].id
            guard let domain = model.withLock({ host in host.index(of: id).map { host.domains[$0] } }) else { continue }
            try life.guests[index].report(domain)
            if domain.flags.contains(.shutdown) { xenstore.shutDown(id) }
        }
    }

    /// Lets the toolstack do what is due.
    private static func act(
        _ xenstore: MockXenstore,
        _ model: SharedHostModel,
        _ life: inout Life
    ) throws(StoreError) {
        let now = model.withLock { $0.microseconds } / second
        // The events start over, so that a live view never comes to rest.
        if life.next == life.events.count {
            life.next = 0
            life.offset = now
        }
        let pending = life.pending
        life.pending.removeAll()
        for spec in pending { try start(spec, xenstore, model, &life) }
        while life.next < life.events.count, life.events[life.next].second <= now - life.offset {
            let event = life.events[life.next]
            life.next += 1
            switch event.action {
            case .create(let spec):
                try start(spec, xenstore, model, &life)
            case .destroy(let uuid):
                try end(uuid, xenstore, model, &life)
            case .hold(let uuid, let percent, _):
                guard let guest = life.guests.first(where: { $0.spec.uuid == uuid }),
                    let target = model.withLock({ $0.setByHand(guest.id, percent: percent) })
                else { continue }
                let node = StorePath.domain(guest.id).appending("memory/target")
                try xenstore.connect().write(node, "\(target.kib.count)")
            // The move itself is the toolstack's affair; what is seen of it is another domid.
            case .reboot(let uuid), .migrate(let uuid, _):
                guard let spec = life.guests.first(where: { $0.spec.uuid == uuid })?.spec else { continue }
                try end(uuid, xenstore, model, &life)
                life.pending.append(spec)
            case .pause(let uuid, let paused):
                guard let id = life.guests.first(where: { $0.spec.uuid == uuid })?.id else { continue }
                model.withLock { $0.setPaused(id, paused) }
            }
        }
    }

    private static func start(
        _ spec: DomainSpec,
        _ xenstore: MockXenstore,
        _ model: SharedHostModel,
        _ life: inout Life
    ) throws(StoreError) {
        guard let id = model.withLock({ $0.create(spec) }) else {
            life.pending.append(spec)
            try reserve(spec, xenstore, &life)
            return
        }
        try release(spec.uuid, xenstore, &life)
        life.guests.append(try SimulatedGuest(spec, id: id, on: xenstore))
    }

    private static func end(
        _ uuid: DomainUUID,
        _ xenstore: MockXenstore,
        _ model: SharedHostModel,
        _ life: inout Life
    ) throws(StoreError) {
        life.pending.removeAll { $0.uuid == uuid }
        try release(uuid, xenstore, &life)
        guard let index = life.guests.firstIndex(where: { $0.spec.uuid == uuid }) else { return }
        let guest = life.guests.remove(at: index)
        model.withLock { $0.destroy(guest.id) }
        try xenstore.remove(guest.domain)
    }

    /// Asks the agent for the memory that a domain needs to start.
    private static func reserve(
        _ spec: DomainSpec,
        _ xenstore: MockXenstore,
        _ life: inout Life
    ) throws(StoreError) {
        guard life.reservations[spec.uuid] == nil else { return }
        life.lastReservation += 1
        life.reservations[spec.uuid] = life.lastReservation
        let size = (spec.start + spec.driver.offset).kib.count
        let node = reservations.appending("\(life.lastReservation)")
        let store = xenstore.connect()
        let _: Void = try store.transaction { transaction throws(StoreError) in
            try store.write(node.appending("min"), "\(size)", in: transaction)
            try store.write(node.appending("max"), "\(size)", in: transaction)
            try store.write(node.appending("for"), "\(spec.uuid)", in: transaction)
            return .commit(())
        }
    }

    /// Takes a reservation back: its domain has started, or will not.
    private static func release(
        _ uuid: DomainUUID,
        _ xenstore: MockXenstore,
        _ life: inout Life
    ) throws(StoreError) {
        guard let number = life.reservations.removeValue(forKey: uuid) else { return }
        try xenstore.connect().remove(reservations.appending("\(number)"))
    }

    private static let reservations: StorePath = "/tool/ballast/reservations"

    /// What the toolstack's start-up script writes for dom0.
    private static func writeControlDomain(_ size: Pages, _ xenstore: MockXenstore) throws(StoreError) {
        let store = xenstore.connect()
        let home = StorePath.domain(.zero)
        try store.write(home.appending("name"), "Domain-0")
        try store.write(home.appending("domid"), "0")
        try store.write(home.appending("memory/target"), "\(size.kib.count)")
        try store.write(home.appending("memory/static-max"), "\(size.kib.count)")
    }
}
