import Foundation
import Synchronization

/// Stands for systemd: takes what a service says of itself.
final class Manager: Sendable {
    let path: String
    private let descriptor: Int32
    private let ready = Mutex<ContinuousClock.Instant?>(nil)

    init(path: String) throws {
        self.path = path
        unlink(path)
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        Thread.detachNewThread { [self] in
            var bytes = [UInt8](repeating: 0, count: 4096)
            while true {
                let length = recv(descriptor, &bytes, bytes.count, 0)
                guard length > 0 else { return }
                guard String(decoding: bytes.prefix(length), as: UTF8.self).contains("READY=1") else { continue }
                ready.withLock { $0 = $0 ?? .now }
            }
        }
    }

    /// When the service said that it is ready.
    var readyAt: ContinuousClock.Instant? { ready.withLock { $0 } }
}
