/// The agent's own program, for work that is done in a process of its own.
struct AgentProgram: Sendable, Hashable {
    /// Its file: whatever is being run now, even where another version has been installed meanwhile.
    var path = "/proc/self/exe"
    /// Its name, and what stands before the option.
    var words = ["ballast-guest"]

    /// Starts it with an option and the option's argument; nil where the system has no room for it.
    func start(_ option: String, _ argument: String) -> ChildProcess? {
        ChildProcess(program: path, arguments: words + [option, argument])
    }
}
