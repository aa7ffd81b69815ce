import Logging
import Synchronization
import Testing

@testable import struct Telemetry.JournalLogHandler

@Suite("The journal")
struct JournalTests {
    private final class Journal: Sendable {
        let events = Mutex<[String]>([])
        let lines = Mutex<[String]>([])

        func logger(isThere: Bool = true) -> Logger {
            Logger(label: "test") { _ in
                JournalLogHandler { event in
                    guard isThere else { return false }
                    self.events.withLock { $0.append(String(decoding: event, as: UTF8.self)) }
                    return true
                } fallback: { line in
                    self.lines.withLock { $0.append(line) }
                }
            }
        }
    }

    @Test("An event has its priority, its line, and each item of its data as a field")
    func fields() {
        let journal = Journal()
        journal.logger().warning("target is held", metadata: ["domain.name": "a web", "target.kib": "512"])
        #expect(
            journal.events.withLock { $0 } == [
                """
                MESSAGE=target is held domain.name="a web" target.kib=512
                PRIORITY=4
                SYSLOG_IDENTIFIER=ballast
                BALLAST_DOMAIN_NAME=a web
                BALLAST_TARGET_KIB=512

                """
            ]
        )
    }

    @Test("A value of several lines is told by its length, so that it makes no field of its own")
    func lines() {
        let journal = Journal()
        journal.logger().notice("x", metadata: ["domain.name": "a\nPRIORITY=0"])
        let event = journal.events.withLock { $0.first } ?? ""
        #expect(event.contains("BALLAST_DOMAIN_NAME\n\u{C}\0\0\0\0\0\0\0a\nPRIORITY=0\n"))
    }

    @Test("Without a journal the line goes to standard error, with its priority")
    func fallback() {
        let journal = Journal()
        journal.logger(isThere: false).error("x")
        #expect(journal.lines.withLock { $0 } == ["<3>x\n"])
    }
}
