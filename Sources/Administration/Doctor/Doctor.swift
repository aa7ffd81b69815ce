/// Looks for what can be wrong on a host, and says how to mend it.
public struct Doctor: Sendable {
    let facts: HostFacts

    /// Looks at a host.
    public init(_ facts: HostFacts) {
        self.facts = facts
    }

    /// Looks at everything, from the machine to the guests.
    public func examine() -> [Diagnosis] {
        machine() + toolstack() + agent()
    }
}
