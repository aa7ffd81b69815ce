import BallastAgent
import ControlDomain
import KernelFolder
import Synchronization
import Xen
import XenMock

/// dom0's balloon driver, which sees dom0's target while the agent waits for it.
final class FakeBalloon: Sendable {
    private static let target: StorePath = "/local/domain/0/memory/target"
    private let state = Mutex<State>(State())

    private struct State {
        var store: InProcessStore?
        var seen: [String] = []
        var overtaking: String?
    }

    /// The targets that it saw, in KiB.
    var seen: [String] { state.withLock { $0.seen } }

    /// The driver's interface.
    func driver(files: KernelFiles) -> BalloonDriver {
        BalloonDriver(files: files) { self.look() }
    }

    /// Says what the driver shows, and what the store says of dom0's target, in KiB.
    ///
    /// - Parameters:
    ///   - isInStore: whether anybody has ever set dom0's target.
    ///   - overtaking: the target that somebody else sets while the agent waits.
    func hold(
        _ balloon: Int,
        target: Int,
        current: Int,
        isInStore: Bool = true,
        overtaking: String? = nil,
        on disks: DiskHost
    ) throws {
        try disks.kernel.write(BalloonDriver.targetPath, "\(target)\n")
        try disks.kernel.write(BalloonDriver.currentPath, "\(current)\n")
        try disks.kernel.write(BalloonDriver.balloonPath, "\(balloon)\n")
        if isInStore { try disks.host.write(Self.target, "\(target)") }
        state.withLock {
            $0.store = disks.host.xenstore.connect()
            $0.overtaking = overtaking
        }
    }

    private func look() {
        state.withLock {
            guard let store = $0.store, let bytes = try? store.readIfPresent(Self.target) else { return }
            $0.seen.append(String(decoding: bytes, as: UTF8.self))
            if let overtaking = $0.overtaking { try? store.write(Self.target, overtaking) }
        }
    }
}
