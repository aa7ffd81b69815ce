import Dispatch
import Glibc

/// A program that is run in the foreground, with our terminal and our descriptors.
struct ChildProgram: Sendable {
    /// Its name, looked for in `PATH`, and its arguments.
    var words: [String]

    /// Runs it to its end.
    ///
    /// - Parameter interruption: hands it the signals that we get.
    /// - Returns: its exit status, 128 and the signal's number if a signal has ended it, as shells have it.
    func run(_ interruption: Interruption) async throws(AdministrationError) -> Int32 {
        guard let name = words.first, !name.isEmpty else { throw .program("", errno: ENOENT) }
        let child: pid_t
        switch Self.start(words) {
        case .success(let pid): child = pid
        case .failure(let failure): throw .program(name, errno: failure.number)
        }
        interruption.passOn(to: child)
        let status = await withCheckedContinuation { continuation in
            // waitpid blocks, which no thread of the shared pool may do.
            DispatchQueue(label: "child").async { continuation.resume(returning: Self.wait(child)) }
        }
        interruption.passOn(to: nil)
        return status
    }

    private struct Failure: Error {
        let number: Int32
    }

    private static func start(_ words: [String]) -> Result<pid_t, Failure> {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What we ignore or block for ourselves is none of the child's business.
        var all = sigset_t()
        var none = sigset_t()
        sigfillset(&all)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var pid = pid_t()
        let number = posix_spawnp(&pid, words[0], nil, &attributes, &arguments, environ)
        return number == 0 ? .success(pid) : .failure(Failure(number: number))
    }

    private static func wait(_ child: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { return 128 }
        }
        // wait(2)'s macros: the low seven bits are the signal, the next byte is the exit status.
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }
}
