import Glibc

/// A program at work beside the agent, and what it says on its standard output. The kernel may keep it waiting for as long
/// as memory is short; the agent watches meanwhile, and can end it.
struct ChildProcess: ~Copyable {
    private let id: pid_t
    private let output: Int32

    /// How a program has ended.
    struct Ending: Sendable, Hashable {
        /// Whether it ended by itself, with an exit code of 0.
        var isSuccess: Bool
        /// What it said, at most a page of it.
        var output: String
    }

    /// Starts a program; nil where the system has no room for it.
    ///
    /// - Parameters:
    ///   - program: its path.
    ///   - arguments: its arguments, its name among them.
    init?(program: String, arguments: [String]) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        defer { close(ends[1]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // Nobody waits for a child that has nothing to say.
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        guard let id = Self.spawn(program, arguments, output: ends[1]) else {
            close(ends[0])
            return nil
        }
        self.id = id
        output = ends[0]
    }

    deinit {
        close(output)
    }

    /// Ends the program before its time.
    func end() {
        kill(id, SIGTERM)
    }

    /// How the program has ended; nil while it runs. To be asked until it has, and then no more: its number may become
    /// another one's.
    func ending() -> Ending? {
        var status: Int32 = 0
        let found = waitpid(id, &status, WNOHANG)
        guard found != 0 else { return nil }
        // A pipe holds at least a page, so that whoever writes no more never waits to be read.
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = max(0, read(output, &bytes, bytes.count))
        return Ending(isSuccess: found == id && status == 0, output: String(decoding: bytes[..<count], as: UTF8.self))
    }

    private static func spawn(_ program: String, _ arguments: [String], output: Int32) -> pid_t? {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The agent blocks SIGTERM to read it from a descriptor; a child is to die of it.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        let words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        defer { words.forEach { free($0) } }
        var process: pid_t = 0
        return posix_spawn(&process, program, &actions, &attributes, words + [nil], nil) == 0 ? process : nil
    }
}
