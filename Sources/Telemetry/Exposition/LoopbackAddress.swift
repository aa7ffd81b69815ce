import Glibc

/// An address of this machine that nobody else can reach, with a port.
public struct LoopbackAddress: Sendable, Hashable {
    /// The address: `127.…` or `::1`.
    public let host: String
    /// The port.
    public let port: UInt16

    /// What may be written.
    public static let allowed = "a port, 127.0.0.1:PORT or [::1]:PORT, with a port from 1 to 65535"

    /// The address that a text stands for; nil if that is none, or not one of the loopback.
    public init?(parsing text: String) {
        guard let colon = text.lastIndex(of: ":") else {
            self.init(host: "127.0.0.1", port: text)
            return
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        self.init(host: String(host), port: text[text.index(after: colon)...])
    }

    private init?(host: String, port: some StringProtocol) {
        guard port.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), let port = UInt16(port), port > 0
        else { return nil }
        self.host = host
        self.port = port
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, host, &four) == 1 {
            guard UInt32(bigEndian: four.s_addr) >> 24 == 127 else { return nil }
        } else {
            guard host == "::1", inet_pton(AF_INET6, host, &six) == 1 else { return nil }
        }
    }

    var isVersionSix: Bool { host == "::1" }

    /// Does something with the address as the kernel takes it.
    func withSocketAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        guard isVersionSix else {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            _ = inet_pton(AF_INET, host, &address.sin_addr)
            return Self.rebound(&address, body)
        }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        _ = inet_pton(AF_INET6, host, &address.sin6_addr)
        return Self.rebound(&address, body)
    }

    private static func rebound<Address, Result>(
        _ address: inout Address,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }
}

extension LoopbackAddress: CustomStringConvertible {
    /// The address as it is written.
    public var description: String { isVersionSix ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
