import Ballooning
import Xen

extension AgentStatus {
    /// The status for programs: sizes in KiB, names with their unit, `null` for what is not published.
    public func json(reservations: [ReservationStatus], refusals: [RefusedSetting]) -> JSON {
        [
            "host": host.json, "domains": .array(domains.map(\.json)),
            "reservations": .array(reservations.map(\.json)), "refused": .array(refusals.map(\.json)),
        ]
    }
}

extension HostStatus {
    /// The host's part of the status.
    var json: JSON {
        [
            "version": .text(version), "pid": .count(pid), "level": .text(level), "total_kib": .amount(total),
            "free_kib": .amount(free), "reserve_kib": .amount(reserve), "budget_kib": .amount(budget),
            "reserved_kib": .amount(reserved),
        ]
    }
}

extension DomainStatus {
    /// The domain's part of the status.
    public var json: JSON {
        [
            "domid": .number(Int(id.rawValue)), "name": .text(name), "uuid": .text(uuid), "state": .text(state),
            "reason": .text(reason), "current_kib": .amount(current), "floor_kib": .amount(floor),
            "goal_kib": .amount(goal), "ceiling_kib": .amount(ceiling), "target_kib": .amount(target),
            "pool_kib": .amount(pool), "offset_kib": .amount(offset), "headroom_kib": .amount(headroom),
            "estimate_kib": .amount(estimate), "stall_us_per_second": .count(stall?.microsecondsPerSecond),
            "held_until": .count(heldUntil), "backend_pool_kib": .amount(backendPool),
            "complaint": .text(complaint), "last_write": lastWrite?.json ?? .null,
        ]
    }
}

extension LastWrite {
    /// The write for programs.
    var json: JSON {
        [
            "time": .number(Int(second)), "before_kib": .amount(before), "target_kib": .amount(target),
            "reason": .string(reason),
        ]
    }
}

extension ReservationStatus {
    /// The reservation for programs.
    public var json: JSON {
        [
            "id": .string(id), "state": .text(state), "for": .text(beneficiary), "expires": .count(expires),
            "granted_kib": .amount(granted), "needed_kib": .amount(needed), "free_kib": .amount(free),
            "reclaimable_kib": .amount(reclaimable), "blockers": .array(blockers.map { .string($0) }),
            "answer": .text(answer),
        ]
    }
}
