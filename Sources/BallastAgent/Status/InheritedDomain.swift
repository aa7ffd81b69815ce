import Ballooning
import Xen

/// What an earlier run of the agent published of a domain: enough to tell its own target from an administrator's, and
/// to keep a hold, after the agent was killed.
struct InheritedDomain {
    var uuid: DomainUUID
    var target: KiB?
    var offset: Pages?
    var hold: TargetHold?
    var lastWrite: String?

    /// Reads what an earlier run left below the status; nothing is there on a first start or after a clean stop.
    static func read(from store: some Store, clock: AgentClock) throws(StoreError) -> [DomainID: InheritedDomain] {
        let root = AgentTree.status.appending("domain")
        var domains: [DomainID: InheritedDomain] = [:]
        let names: [String]
        do {
            names = try store.directory(root)
        } catch {
            guard error.code == .noEntry else { throw error }
            return [:]
        }
        for name in names {
            guard let id = DomainID(parsing: name) else { continue }
            let home = root.appending(name)
            func amount(_ key: String) throws(StoreError) -> KiB? {
                try store.readIfPresent(home.appending(key)).flatMap { KiB(parsing: $0) }
            }
            guard let text = try store.readIfPresent(home.appending("uuid")),
                let uuid = DomainUUID(parsing: String(decoding: text, as: UTF8.self))
            else { continue }
            var domain = InheritedDomain(uuid: uuid)
            domain.target = try amount("target")
            domain.offset = try amount("offset").map { Pages(flooring: $0) }
            domain.lastWrite = try store.readIfPresent(home.appending("last-write")).map {
                String(decoding: $0, as: UTF8.self)
            }
            if let target = domain.target, let until = try amount("held-until") {
                let left = Milliseconds.seconds(Int64(until.count) - clock.wallSeconds())
                domain.hold = TargetHold(
                    target: target,
                    until: clock.now() + left,
                    wallSeconds: Int64(until.count)
                )
            }
            domains[id] = domain
        }
        return domains
    }
}
