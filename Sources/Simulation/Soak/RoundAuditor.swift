/// Somebody who looks at every round of a run: before its writes are carried out, and after.
public protocol RoundAuditor {
    /// The policy has decided; nothing has been done yet.
    mutating func willCarryOut(_ round: PolicyRound, on host: HostModel, reserved: ReservedMemory)

    /// The writes have been carried out, or failed.
    mutating func didCarryOut(_ round: PolicyRound, on host: HostModel, reserved: ReservedMemory)
}

/// Nobody looks.
struct NoAuditor: RoundAuditor {
    mutating func willCarryOut(_ round: PolicyRound, on host: HostModel, reserved: ReservedMemory) {}
    mutating func didCarryOut(_ round: PolicyRound, on host: HostModel, reserved: ReservedMemory) {}
}
