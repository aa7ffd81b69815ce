import CLinux
import Glibc
import Xen

/// Takes a swap device off and on again, which frees the slots of the pages that have come home.
///
/// swapoff(2) returns only when the device is empty, so it runs in a process of its own: the agent goes on watching, and
/// ends that process when memory gets short. The kernel then keeps the device as it was.
package struct SwapRelease: ~Copyable {
    private let root: String
    private let program: AgentProgram
    private var child: ChildProcess?
    private var device: SwapDevice?

    /// The option with which the agent's own program is started for it.
    package static let option = "--release-swap"

    /// Makes a release that has not started.
    init(root: String, program: AgentProgram) {
        self.root = root
        self.program = program
        child = nil
    }

    /// Whether a device is being released.
    var isRunning: Bool {
        child != nil
    }

    /// Starts with the device that holds least but something.
    ///
    /// - Returns: false where it cannot be started.
    mutating func start() -> Bool {
        guard let file = KernelFile(root + "/proc/swaps") else { return false }
        let devices = SwapDevice.list(parsing: file.whole()).filter { $0.used > .zero }
        guard let device = devices.min(by: { $0.used < $1.used }) else { return false }
        child = program.start(Self.option, "\(device.priority),\(device.path)")
        self.device = device
        return isRunning
    }

    /// Ends the process before its time.
    func cancel() {
        child?.end()
    }

    /// Whether the process has ended, and how.
    ///
    /// - Returns: nil while it runs, or where none does; true if the device was released.
    mutating func poll() -> Bool? {
        guard let device, let ending = child?.ending() else { return nil }
        child = nil
        // A process that was ended between its two calls has left the guest without the device.
        if let file = KernelFile(root + "/proc/swaps"),
            !SwapDevice.list(parsing: file.whole()).contains(where: { $0.path == device.path })
        {
            Self.on(device)
        }
        return ending.isSuccess
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
}
