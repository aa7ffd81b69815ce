import Glibc
public import Xen

/// Why the agent cannot start on this machine. Each sentence names what to do about it.
public enum AgentError: Error, Sendable, Hashable {
    /// The caller is not root.
    case notRoot
    /// No xenstored answers.
    case noStore(StoreError)
    /// The hypervisor does not answer: this is no dom0, or the module that opens the way to it is missing.
    case noHypervisor(HypervisorError)
    /// The kernel has no thread for the agent, for this errno.
    case noThread(Int32)
    /// Another program writes balloon targets on this host.
    case otherBalancer(name: String, evidence: String)
    /// Ballast runs already.
    case alreadyRunning(pid: Int32)

    /// The exit status that stands for it, from sysexits(3): 77 for a missing permission, 69 for a missing service, 75
    /// for what may be right later.
    public var exitStatus: Int32 {
        switch self {
        case .notRoot: 77
        case .noStore(let error): error.code == .denied ? 77 : 69
        case .noHypervisor: 69
        case .noThread, .otherBalancer, .alreadyRunning: 75
        }
    }
}

extension AgentError: CustomStringConvertible {
    /// What is wrong, and what mends it.
    public var description: String {
        switch self {
        case .notRoot:
            "ballast moves other people's memory and has to run as root"
        case .noStore(let error):
            "\(error): start xenstored (Debian's service is called xen, others' xenstored)"
        case .noHypervisor(let error):
            "this machine is no dom0, or the module xen-privcmd is missing: \(error)"
        case .noThread(let errno):
            "the kernel starts no thread: \(String(cString: strerror(errno)))"
        case .otherBalancer(let name, let evidence):
            "\(name) balances this host already (\(evidence)): two balancers would fight, stop one of them"
        case .alreadyRunning(let pid):
            "ballast runs already with pid \(pid)"
        }
    }
}
