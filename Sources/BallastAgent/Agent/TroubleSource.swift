/// Where a trouble comes from.
enum TroubleSource: String, CaseIterable, Sendable {
    /// xenstored refuses a request, or the connection to it is lost.
    case store
    /// The hypervisor refuses a request.
    case hypervisor
    /// One of dom0's own files cannot be read or written.
    case controlDomain = "dom0"
}
