import Glibc
import Testing

@testable import GuestAgent

@Suite("Child process")
struct ChildProcessTests {
    struct NotStarted: Error {}

    static func start(_ program: String, _ arguments: String...) throws -> ChildProcess {
        guard let child = ChildProcess(program: program, arguments: [program] + arguments) else { throw NotStarted() }
        return child
    }

    /// How a line of shell ends, run as a child.
    static func ending(of line: String) throws -> ChildProcess.Ending {
        ending(of: try start("/bin/sh", "-c", line))
    }

    static func ending(of child: borrowing ChildProcess) -> ChildProcess.Ending {
        while true {
            if let ending = child.ending() { return ending }
            usleep(2000)
        }
    }

    @Test("It tells what it has to say and whether it went well")
    func endings() throws {
        #expect(try Self.ending(of: "echo one; echo two") == .init(isSuccess: true, output: "one\ntwo\n"))
        #expect(try Self.ending(of: "echo half; exit 3") == .init(isSuccess: false, output: "half\n"))
        #expect(try Self.ending(of: "kill -9 $$") == .init(isSuccess: false, output: ""))
    }

    @Test("One that says more than anybody wants to hear is cut off")
    func cutsOff() throws {
        #expect(try Self.ending(of: "head -c 20000 /dev/zero").output.utf8.count == 4096)
    }

    @Test("One that waits is ended, though its parent has blocked the signal")
    func ends() throws {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        var before = sigset_t()
        pthread_sigmask(SIG_BLOCK, &signals, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let child = try Self.start("/bin/sleep", "600")
        let early = child.ending()
        #expect(early == nil)
        child.end()
        let ending = Self.ending(of: child)
        #expect(!ending.isSuccess)
    }

    @Test("A program that is not there is not started")
    func missing() {
        #expect(throws: NotStarted.self) { _ = try Self.start("/nowhere/program") }
    }
}
