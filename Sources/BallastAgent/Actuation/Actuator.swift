import Ballooning
import Xen

/// Carries out what was planned, in the given order. It decides nothing.
struct Actuator {
    let store: any Store
    let hypervisor: any Hypervisor

    /// What became of one write.
    enum Outcome: Sendable, Equatable {
        /// Everything was written.
        case written
        /// Nothing was written: the domain is gone, or the number belongs to another one.
        case gone
        /// Nothing was written: somebody else has changed the target since it was read.
        case overtaken
        /// The store refused.
        case storeFailed(StoreError)
        /// The hypervisor refused, and nothing was written.
        case hypervisorFailed(HypervisorError)
        /// The target was written, but the hypervisor refused the limit that goes with it.
        case limitRefused(HypervisorError)
    }

    /// Makes one planned change.
    ///
    /// - Parameters:
    ///   - write: the change.
    ///   - known: the target that the plan was made from.
    /// - Throws: only a lost connection; whatever else goes wrong concerns this domain alone and is the outcome.
    func carryOut(_ write: PlannedWrite, knownTarget known: KiB?) throws(StoreError) -> Outcome {
        do {
            switch write.order {
            case .lower:
                // The guest must never find its limit below its target, or it asks Xen for pages in vain for ever.
                let outcome = try writeNodes(write, knownTarget: known)
                guard outcome == .written else { return outcome }
                let limited = limit(write)
                if case .hypervisorFailed(let error) = limited { return .limitRefused(error) }
                return limited
            case .raise:
                // A hypercall knows the number alone, and the number may belong to another domain by now.
                guard try isHome(write) else { return .gone }
                let outcome = limit(write)
                guard outcome == .written else { return outcome }
                return try writeNodes(write, knownTarget: known)
            case .limitOnly:
                return try isHome(write) ? limit(write) : .gone
            case .flagOnly:
                return try writeNodes(write, knownTarget: known)
            }
        } catch {
            guard error.code == .disconnected else { return .storeFailed(error) }
            throw error
        }
    }

    private func isHome(_ write: PlannedWrite) throws(StoreError) -> Bool {
        try DomainGuard(store: store).isHome(of: write.uuid, write.domain, in: .none)
    }

    private func writeNodes(_ write: PlannedWrite, knownTarget known: KiB?) throws(StoreError) -> Outcome {
        let home = StorePath.domain(write.domain)
        let guardian = DomainGuard(store: store)
        return try store.transaction { (transaction) throws(StoreError) in
            guard try guardian.isHome(of: write.uuid, write.domain, in: transaction) else { return .abort(.gone) }
            if let target = write.target?.kib {
                let path = home.appending(DomainNode.target.rawValue)
                let now = try store.readIfPresent(path, in: transaction).flatMap { KiB(parsing: $0) }
                guard now == known else { return .abort(.overtaken) }
                try store.write(path, "\(target.count)", in: transaction)
                // An agent that is killed before it publishes must not be taken for an administrator by the next one.
                let published = AgentTree.status(of: write.domain).appending("target")
                try store.write(published, "\(target.count)", in: transaction)
                // libxl's mem-set keeps this node in step, in MiB, and its tools read it.
                try store.write(StorePath("/vm/\(write.uuid)/memory"), "\(target.count / 1024)", in: transaction)
            }
            if let uncooperative = write.uncooperative {
                let path = home.appending("memory/uncooperative")
                if uncooperative {
                    try store.write(path, "", in: transaction)
                } else {
                    try store.removeIfPresent(path, in: transaction)
                }
            }
            return .commit(.written)
        }
    }

    private func limit(_ write: PlannedWrite) -> Outcome {
        do {
            if let maximum = write.maximum {
                try hypervisor.setMaximum(of: write.domain, to: maximum)
            }
            if let target = write.populateOnDemandTarget {
                try hypervisor.setPopulateOnDemandTarget(of: write.domain, to: target)
            }
            return .written
        } catch {
            // The domain went between the list and the call: nothing is left to limit.
            return error.isNoSuchDomain ? .gone : .hypervisorFailed(error)
        }
    }
}
