import Glibc
import Xen
import XenMock

/// Times the mock xenstored's requests without a socket, beside a thousand connections and a hundred thousand nodes.
///
/// What a server does with sockets is measured by `xenstore-differ load`, which measures the real xenstored as well.

func resident() -> Int {
    let file = open("/proc/self/statm", O_RDONLY)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 128)
    let fields = buffer[..<max(0, read(file, &buffer, buffer.count))].split(separator: 0x20)
    return fields.count > 1 ? (Int(String(decoding: fields[1], as: UTF8.self)) ?? 0) * 4096 : 0
}

func report(_ what: String, _ count: Int, _ body: (Int) throws -> Void) rethrows {
    let clock = ContinuousClock()
    let taken = try clock.measure { for number in 0..<count { try body(number) } }
    let nanoseconds = Int(taken.components.seconds) * 1_000_000_000 + Int(taken.components.attoseconds / 1_000_000_000)
    print("\(what): \(nanoseconds / count) ns")
}

let connections = 1000
let nodes = 100_000
let xenstore = MockXenstore()
let start = resident()
let stores = (0..<connections).map { _ in xenstore.connect() }
let connected = resident()
print("\(connections) connections: \((connected - start) / connections) bytes each")

func path(_ number: Int) -> StorePath {
    StorePath("/load/\(number / 10_000)/\(number / 100 % 100)/node-\(number % 100)")
}

try report("write of a new node", nodes) { try stores[$0 % connections].write(path($0), "12345678") }
print("\(nodes) nodes: \((resident() - connected) / nodes) bytes each")
try report("write", nodes) { try stores[$0 % connections].write(path($0), "87654321") }
try report("read", nodes) { _ = try stores[$0 % connections].read(path($0)) }
try report("transaction of a read and a write", nodes / 10) { number in
    let _: Void = try stores[number % connections].transaction { transaction throws(StoreError) in
        _ = try stores[number % connections].read(path(number), in: transaction)
        try stores[number % connections].write(path(number), "1", in: transaction)
        return .commit(())
    }
}
for (number, store) in stores.enumerated() { try store.watch(path(number), token: "t") }
try report("write beside a thousand watches", nodes) { try stores[$0 % connections].write(path($0), "2") }
try report("removal of all", 1) { _ in try stores[0].remove("/load") }
