import Glibc
public import Xen

/// The checks before the first round: two balancers on one host would undo each other's work without end.
public struct Preflight: Sendable {
    /// Where the file system is looked at; a test brings a folder of its own.
    public var root: String

    /// Makes the checks for the machine, or for a folder that stands for one.
    public init(root: String = "") {
        self.root = root
    }

    /// Looks for another balancer, and for another Ballast.
    public func check(_ store: some Store) throws(AgentError) {
        do {
            try checkBalancers(store)
            try checkOwnStatus(store)
        } catch let error as AgentError {
            throw error
        } catch let error as StoreError {
            throw .noStore(error)
        } catch {
            return
        }
    }

    /// squeezed keeps its state below `/squeezed` (XAPI); qmemman listens on a socket (Qubes).
    private func checkBalancers(_ store: some Store) throws {
        if isRunning("squeezed"), try store.readIfPresent("/squeezed") != nil {
            throw AgentError.otherBalancer(name: "squeezed", evidence: "its state is in xenstore below /squeezed")
        }
        let socket = "/var/run/qubes/qmemman.sock"
        if access(root + socket, F_OK) == 0, isRunning("qmemmand") {
            throw AgentError.otherBalancer(name: "qmemman", evidence: "its socket is \(socket)")
        }
    }

    private func checkOwnStatus(_ store: some Store) throws {
        guard let text = try store.readIfPresent(AgentTree.status.appending("pid")),
            let pid = Int32(String(decoding: text, as: UTF8.self)), pid != getpid(),
            name(of: pid) == "ballast"
        else { return }
        throw AgentError.alreadyRunning(pid: pid)
    }

    private func isRunning(_ program: String) -> Bool {
        guard let processes = opendir(root + "/proc") else { return false }
        defer { closedir(processes) }
        while let entry = readdir(processes) {
            let entryName = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            // The kernel cuts a program's name after 15 characters.
            if let pid = Int32(entryName), name(of: pid) == String(program.prefix(15)) { return true }
        }
        return false
    }

    private func name(of pid: Int32) -> String? {
        let descriptor = open("\(root)/proc/\(pid)/comm", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return nil }
        return String(decoding: buffer.prefix(count).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
