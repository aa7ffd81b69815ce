import CLinux
import Glibc
import Xen

/// Takes a swap device off and on again, which frees the slots of the pages that have come home.
///
/// swapoff(2) returns only when the device is empty, so it runs in a process of its own: the agent goes on watching, and
/// ends that process when memory gets short. The kernel then keeps the device as it was.
package struct SwapRelease {
    private let root: String
    private let program: String
    private var running: (process: pid_t, device: SwapDevice)?

    /// The option with which the agent's own program is started for it.
    package static let option = "--release-swap"

    /// Makes a release that has not started.
    ///
    /// - Parameter program: the agent's own program.
    init(root: String, program: String = "/proc/self/exe") {
        self.root = root
        self.program = program
    }

    /// Whether a device is being released.
    var isRunning: Bool {
        running != nil
    }

    /// Starts with the device that holds least but something.
    ///
    /// - Returns: false where it cannot be started.
    mutating func start() -> Bool {
        guard running == nil, let file = KernelFile(root + "/proc/swaps") else { return false }
        let devices = SwapDevice.list(parsing: file.whole()).filter { $0.used > .zero }
        guard let device = devices.min(by: { $0.used < $1.used }), let process = spawn(for: device) else {
            return false
        }
        running = (process, device)
        return true
    }

    /// Ends the process before its time.
    func cancel() {
        if let running { kill(running.process, SIGTERM) }
    }

    /// Whether the process has ended, and how.
    ///
    /// - Returns: nil while it runs, or where none does; true if the device was released.
    mutating func poll() -> Bool? {
        guard let running else { return nil }
        var status: Int32 = 0
        guard waitpid(running.process, &status, WNOHANG) != 0 else { return nil }
        self.running = nil
        // A process that was ended between its two calls has left the guest without the device.
        if let file = KernelFile(root + "/proc/swaps"),
            !SwapDevice.list(parsing: file.whole()).contains(where: { $0.path == running.device.path })
        {
            Self.on(running.device)
        }
        return status == 0
    }

    /// What the process does: off, and on again with the same priority.
    ///
    /// - Parameter argument: what ``start()`` handed over.
    /// - Returns: whether both went well.
    package static func perform(_ argument: String) -> Bool {
        let parts = argument.split(separator: ",", maxSplits: 1)
        guard parts.count == 2, let priority = Int32(parts[0]) else { return false }
        let device = SwapDevice(path: String(parts[1]), used: .zero, priority: priority)
        return swapoff(device.path) == 0 && on(device)
    }

    @discardableResult
    private static func on(_ device: SwapDevice) -> Bool {
        // The kernel's own choice of a priority is negative and cannot be asked for.
        let flags = device.priority < 0 ? 0 : SWAP_FLAG_PREFER | (device.priority & SWAP_FLAG_PRIO_MASK)
        return swapon(device.path, flags) == 0
    }

    private func spawn(for device: SwapDevice) -> pid_t? {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The agent blocks SIGTERM to read it from a descriptor; this process is to die of it.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let texts: [String] = ["ballast-guest", Self.option, "\(device.priority),\(device.path)"]
        let words: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
        defer { words.forEach { free($0) } }
        var process: pid_t = 0
        return posix_spawn(&process, program, nil, &attributes, words + [nil], nil) == 0 ? process : nil
    }
}
