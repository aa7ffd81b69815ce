import Xen

extension FakeHypervisor {
    /// What a ``FakeHypervisor`` knows, under its lock.
    struct State {
        var total: Pages
        var overhead: Pages
        var scrubbing = Pages.zero
        var domains = DomainTable()
        var targets: [DomainID: Pages] = [:]
        var calls: [HypervisorError.Operation: Int] = [:]
        var faults: [HypervisorFault] = []

        var free: Pages {
            max(.zero, total - overhead - scrubbing - domains.held)
        }

        mutating func forget(_ domain: DomainID) {
            domains[domain] = nil
            targets[domain] = nil
        }

        /// What the next fault that fits does: the errno of a failure, nil if the call goes on.
        mutating func takeFault(_ operation: HypervisorError.Operation, _ domain: DomainID?) -> Int32? {
            guard let index = faults.firstIndex(where: { $0.concerns(operation, domain) }) else { return nil }
            let fault = faults[index]
            faults[index].remaining -= 1
            if faults[index].remaining <= 0 { faults.remove(at: index) }
            switch fault.effect {
            case .fail(let errno): return errno
            case .vanish(let victim):
                forget(victim)
                return nil
            }
        }
    }
}
