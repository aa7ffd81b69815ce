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
                return try writeNodes(write, knownTarget: known) { limit(write) }
            case .limitOnly:
                return try home(of: write).stands(in: store) ? limit(write) : .gone
            case .flagOnly:
                return try writeNodes(write, knownTarget: known)
            }
        } catch {
            guard error.code == .disconnected else { return .storeFailed(error) }
            throw error
        }
    }

    private func home(of write: PlannedWrite) -> DomainHome {
        DomainHome(write.domain, write.uuid)
    }

    /// Writes the nodes in one transaction, if they are still those that the plan was made for. Nobody sees what is written
    /// before the transaction is committed, so that it may be written together with the questions.
    ///
    /// - Parameter prepare: what is to be done before anybody sees the nodes changed, and only for the domain that is
    ///   meant: a hypercall knows the number alone. It is done again if the transaction has met another one.
    private func writeNodes(
        _ write: PlannedWrite,
        knownTarget known: KiB?,
        prepare: () -> Outcome = { .written }
    ) throws(StoreError) -> Outcome {
        let home = home(of: write)
        let target = home.path.appending(DomainNode.target.rawValue)
        let changes = changes(write, below: home.path)
        return try store.transaction { (transaction) throws(StoreError) in
            let (found, failure) = try store.readAndChange([home.mark, target], changes, in: transaction)
            guard home.isMarked(by: found[home.mark]) else { return .abort(.gone) }
            let now = found[target].flatMap { KiB(parsing: $0) }
            guard write.target == nil || now == known else { return .abort(.overtaken) }
            if let failure { throw failure }
            let outcome = prepare()
            guard outcome == .written else { return .abort(outcome) }
            return .commit(.written)
        }
    }

    private func changes(_ write: PlannedWrite, below home: StorePath) -> [NodeRequest] {
        var changes: [NodeRequest] = []
        if let target = write.target?.kib {
            changes = [
                .write(home.appending(DomainNode.target.rawValue), "\(target.count)"),
                // An agent that is killed before it publishes must not be taken for an administrator by the next one.
                .write(AgentTree.status(of: write.domain).appending("target"), "\(target.count)"),
                // libxl's mem-set keeps this node in step, in MiB, and its tools read it.
                .write(StorePath("/vm/\(write.uuid)/memory"), "\(target.count / 1024)"),
            ]
        }
        if let uncooperative = write.uncooperative {
            let path = home.appending(DomainNode.uncooperative.rawValue)
            changes.append(uncooperative ? .write(path, "") : .remove(path))
        }
        return changes
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
