/// What a client of a ``MockXenstoreServer`` may pile up before the server protects itself.
public struct ServerLimits: Sendable, Hashable {
    /// Bytes that wait for a client to take them; from here on no further request of it is read until it has taken some.
    /// Requests then wait in the kernel, and the client in its write.
    public var backlog = 1 << 16
    /// Bytes that wait for a client to take them; beyond them it is disconnected. Events of others' changes are what
    /// grows this far: xenstored itself keeps them without bound for domain 0.
    public var hangUp = 16 << 20
    /// Connections at a time; who comes beyond them waits to be accepted.
    public var connections = 4096

    /// The usual limits.
    public init() {}
}
