import ArgumentParser
import Glibc
import Xen
import XenMock

@main
struct MockXenstored: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mock-xenstored",
        abstract: "A xenstored without Xen, for tests.",
        discussion: """
            Listens on a unix socket and speaks the xenstore protocol, so that programs made for a Xen host run on any \
            machine. It keeps the tree in memory, prints one line when it is ready and stops on SIGTERM or SIGINT.

            Examples:
              mock-xenstored --socket /tmp/xs &
              XENSTORED_PATH=/tmp/xs xenstore-write /local/domain/7/memory/target 524288
              XENSTORED_PATH=/tmp/xs xenstore-ls -fp

              # A second socket whose clients are domain 7:
              mock-xenstored --socket /tmp/xs --guest 7=/tmp/xs-7 &
              XENSTORED_PATH=/tmp/xs-7 xenstore-read memory/target

              # As the xenstored of Xen 4.17 answers:
              mock-xenstored --socket /tmp/xs --xen 4.17

              # One commit in ten fails with EAGAIN, one answer in a hundred is cut off:
              mock-xenstored --socket /tmp/xs --faults seed=7,conflict=0.1,drop=0.01
            """
    )

    @Option(help: ArgumentHelp("Where domain 0 connects.", valueName: "path"))
    var socket: String

    @Option(help: ArgumentHelp("A socket whose clients are this domain; may be repeated.", valueName: "domid=path"))
    var guest: [GuestSocket] = []

    @Option(help: ArgumentHelp("The Xen release to be.", valueName: "release"))
    var xen: XenVersion = .latest

    @Option(
        help: ArgumentHelp("What goes wrong, drawn from a seed. Keys: \(MockFaults.keys).", valueName: "key=value,…"),
        transform: { text in
            do {
                return try MockFaults(parsing: text)
            } catch {
                throw ValidationError("\(error)")
            }
        }
    )
    var faults = MockFaults.none

    /// Runs the command; a command line that is wrong is one line on standard error.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            let text = message(for: error)
            // Help, and a failure that has been told, are no errors of the command line.
            guard exitCode(for: error) == .validationFailure, !text.isEmpty else { exit(withError: error) }
            // A list of what an option takes has a line with a dash for each.
            let line = text.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " || $0 == "-" } }
                .joined(separator: " ")
            print("mock-xenstored: \(line) (see \"mock-xenstored --help\")", to: STDERR_FILENO)
            exit(withError: ExitCode.validationFailure)
        }
    }

    func validate() throws {
        for (index, socket) in guest.enumerated() {
            if guest[..<index].contains(where: { $0.domain == socket.domain }) {
                throw ValidationError("--guest names domain \(socket.domain) twice; a domain has one socket")
            }
            if socket.path == self.socket || guest[..<index].contains(where: { $0.path == socket.path }) {
                throw ValidationError("two domains cannot share the socket \(socket.path); each needs one of its own")
            }
        }
    }

    func run() throws {
        // Blocked before there is a second thread, so that a signal waits for sigwait(3) below, whoever it was sent to.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &signals, nil)

        let guests = Dictionary(uniqueKeysWithValues: guest.map { ($0.domain, $0.path) })
        let xenstore = MockXenstore(version: xen)
        xenstore.faults = faults
        let server: MockXenstoreServer
        do {
            server = try MockXenstoreServer(path: socket, guests: guests, xenstore: xenstore)
        } catch {
            Self.print("mock-xenstored: \(error)", to: STDERR_FILENO)
            throw ExitCode.failure
        }
        Self.print("mock-xenstored: ready at \(socket)", to: STDOUT_FILENO)
        var signal: Int32 = 0
        sigwait(&signals, &signal)
        server.stop()
    }

    /// Writes a line at once: whoever waits for the server to be ready may read it from a pipe.
    private static func print(_ line: String, to descriptor: Int32) {
        let bytes = Array((line + "\n").utf8)
        _ = write(descriptor, bytes, bytes.count)
    }
}
