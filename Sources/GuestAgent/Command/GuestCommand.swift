/// What the agent's command line asks for.
package enum GuestCommand: Sendable, Hashable {
    /// Watch and report until told to end.
    case run(GuestOptions)
    /// Print one report and end.
    case once
    /// Take a swap device off and on again; the agent starts itself so, and nobody else has a use for it.
    case releaseSwap(String)
    /// Read some swapped pages back, and print how that went; the agent starts itself so as well.
    case pullSwap(String)
    /// Print how the command is used.
    case help
    /// Print the version.
    case version
}
