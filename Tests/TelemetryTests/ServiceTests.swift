import Glibc
import Synchronization
import Telemetry
import Testing

@testable import struct Telemetry.Heartbeat

@Suite("Service")
struct ServiceTests {
    private func find(_ environment: [String: String]) -> ServiceManager? {
        ServiceManager(process: 77) { environment[$0] }
    }

    @Test(
        "A manager hears one datagram",
        arguments: ["/tmp/ballast-notify-\(getpid())", "@ballast/notify/\(getpid())"]
    )
    func datagram(name: String) throws {
        let inbox = try #require(DatagramInbox(name: name))
        let manager = try #require(find(["NOTIFY_SOCKET": name]))
        #expect(manager.tell([.ready, .status("balancing\n3 domains"), .watchdog]))
        #expect(inbox.next() == "READY=1\nSTATUS=balancing 3 domains\nWATCHDOG=1")
        #expect(manager.tell([.stopping]))
        #expect(inbox.next() == "STOPPING=1")
        #expect(inbox.next() == nil)
    }

    @Test(
        "Without a socket's name there is nobody to tell",
        arguments: [
            [:], ["NOTIFY_SOCKET": ""], ["NOTIFY_SOCKET": "@"], ["NOTIFY_SOCKET": "run/notify"],
            ["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 200)],
        ]
    )
    func nobody(environment: [String: String]) {
        #expect(find(environment) == nil)
    }

    @Test("A manager that has gone, or does not read, is not waited for")
    func gone() throws {
        let manager = try #require(find(["NOTIFY_SOCKET": "/tmp/ballast-no-such-socket"]))
        #expect(!manager.tell([.ready]))
        let name = "@ballast/full/\(getpid())"
        let inbox = try #require(DatagramInbox(name: name))
        let busy = try #require(find(["NOTIFY_SOCKET": name]))
        while busy.tell([.watchdog]) {}
        #expect(inbox.next() == "WATCHDOG=1")
        #expect(busy.tell([.watchdog]))
    }

    @Test(
        "The watchdog's time is that of this process alone",
        arguments: [
            (["WATCHDOG_USEC": "30000000"], Duration.seconds(30)),
            (["WATCHDOG_USEC": "1", "WATCHDOG_PID": "77"], .microseconds(1)),
            (["WATCHDOG_USEC": "1", "WATCHDOG_PID": "78"], nil), (["WATCHDOG_USEC": "0"], nil),
            (["WATCHDOG_USEC": "-5"], nil),
            (["WATCHDOG_USEC": "soon"], nil), ([:], nil),
        ] as [([String: String], Duration?)]
    )
    func patience(environment: [String: String], patience: Duration?) throws {
        let environment = environment.merging(["NOTIFY_SOCKET": "/run/x"]) { $1 }
        #expect(try #require(find(environment)).patience == patience)
    }
}

@Suite("Heartbeat")
struct HeartbeatTests {
    private final class Listener: Sendable {
        let heard = Mutex<[[ServiceState]]>([])
        let isDeaf = Mutex(false)

        func heartbeat(patience: Duration?) -> Heartbeat {
            Heartbeat(patience: patience) { states in
                guard !self.isDeaf.withLock({ $0 }) else { return false }
                self.heard.withLock { $0.append(states) }
                return true
            }
        }

        func take() -> [[ServiceState]] {
            heard.withLock { heard in
                defer { heard = [] }
                return heard
            }
        }
    }

    @Test(
        "The first piece of work makes a service ready, each later one feeds the watchdog, four times in its patience"
    )
    func beats() {
        let listener = Listener()
        var heartbeat = listener.heartbeat(patience: .seconds(20))
        let start = ContinuousClock.now
        heartbeat.beat("a", at: start)
        #expect(listener.take() == [[.ready, .status("a"), .watchdog]])
        for second in 1...4 { heartbeat.beat("a", at: start + .seconds(second)) }
        #expect(listener.take() == [])
        heartbeat.beat("a", at: start + .seconds(5))
        heartbeat.beat("b", at: start + .seconds(6))
        #expect(listener.take() == [[.watchdog], [.status("b")]])
    }

    @Test("Without a watchdog only what changes is told")
    func unwatched() {
        let listener = Listener()
        var heartbeat = listener.heartbeat(patience: nil)
        for second in 0..<100 { heartbeat.beat("a", at: .now + .seconds(second)) }
        #expect(listener.take() == [[.ready, .status("a")]])
    }

    @Test("What was not heard is told again with the next piece of work")
    func deaf() {
        let listener = Listener()
        var heartbeat = listener.heartbeat(patience: .seconds(20))
        listener.isDeaf.withLock { $0 = true }
        heartbeat.beat("a")
        listener.isDeaf.withLock { $0 = false }
        heartbeat.beat("a")
        #expect(listener.take() == [[.ready, .status("a"), .watchdog]])
    }
}
