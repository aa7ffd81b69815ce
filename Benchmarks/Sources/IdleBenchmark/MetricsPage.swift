import Foundation

/// The agent's page of metrics, read as Prometheus does.
struct MetricsPage {
    let port: UInt16

    /// Reads it once; its length in bytes.
    func read() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        let request = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        guard connected == 0, write(descriptor, request, request.utf8.count) == request.utf8.count else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        var length = 0
        while case let count = Glibc.read(descriptor, &bytes, bytes.count), count > 0 { length += count }
        return length
    }
}
