/// What the daemon knows of a domain.
final class Domain {
    let number: UInt32
    /// The count of changes when the daemon first heard of the domain: access lists that are older name another domain
    /// that had the number before.
    let generation: UInt64
    /// Whether INTRODUCE has been called for it.
    var isIntroduced = false
    /// Whether it has stopped by itself and that has been told.
    var isShutdown = false
    /// The nodes that it owns.
    var nodes = 0
    /// The watches that its connections have set.
    var watches = 0
    /// The transactions that its connections have open.
    var transactions = 0
    /// The domain whose rights it has besides its own.
    var target: UInt32?
    /// The features that it is offered; all that the server has unless SET_FEATURE has said otherwise.
    var features: UInt32?
    /// Its own quotas by name, where SET_QUOTA has given it some.
    var quotas: [String: Int] = [:]

    init(_ number: UInt32, generation: UInt64) {
        self.number = number
        self.generation = generation
    }
}
