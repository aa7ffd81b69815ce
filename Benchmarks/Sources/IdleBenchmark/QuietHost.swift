import StandInXenctrl
import Xen
import XenMock

/// A host where nothing happens: every guest holds what it may have, and its agent gives a sign of life every half minute.
final class QuietHost {
    let guests: [DomainID]
    let socket: String
    private let xenstore = MockXenstore()
    private let server: MockXenstoreServer
    private var sequence = 0

    private static let size = Pages(Int(STAND_IN_GUEST_PAGES))
    /// What `ballast-guest` does while nothing moves.
    static let heartbeat = Duration.seconds(30)

    init(guests count: Int, socket: String) throws {
        self.socket = socket
        guests = (1...count).compactMap { DomainID(UInt16($0)) }
        server = try MockXenstoreServer(path: socket, xenstore: xenstore)
        for id in guests {
            try xenstore.create(MockDomain(id, name: "guest\(id)", target: Self.size.kib))
            try report(id)
        }
    }

    /// Has a guest report that nothing has changed.
    func report(_ id: DomainID) throws {
        sequence += 1
        var report = MemoryReport(sequence: sequence, total: Self.size.kib)
        report.free = Pages(Self.size.count / 4).kib
        report.available = Pages(Self.size.count / 2).kib
        report.committed = Pages(Self.size.count / 2).kib
        report.stallSomeMicroseconds = 0
        var line: [UInt8] = []
        report.encode(into: &line)
        try xenstore.connect(as: id).write(ReportFormat.reportPath, line, in: .none)
    }

    func end() {
        server.stop()
    }
}
