public import Ballooning

/// Somebody who decides how large each domain of a host is to be: Ballast, or one of those it is measured against.
public protocol BalancingPolicy {
    /// Its name in tables.
    var name: String { get }

    /// The agent that its guests run in place of `ballast-guest`, nil where that one will do.
    var reporter: GuestReporter.Kind? { get }

    /// Decides what is to be written now.
    ///
    /// - Parameters:
    ///   - view: what there is to know.
    ///   - round: is empty, and takes the writes and when the policy wants to be asked again.
    mutating func decide(_ view: borrowing PolicyView, into round: inout PolicyRound)

    /// Takes note of what became of the write at that place of the last round.
    mutating func note(_ outcome: WriteOutcome, ofWrite index: Int)
}

extension BalancingPolicy {
    /// Ballast's own agent.
    public var reporter: GuestReporter.Kind? { nil }

    /// Forgets it.
    public mutating func note(_ outcome: WriteOutcome, ofWrite index: Int) {}
}
