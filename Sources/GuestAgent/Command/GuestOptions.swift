/// What the command line sets.
package struct GuestOptions: Sendable, Hashable {
    /// How the agent behaves.
    package var settings = GuestSettings()
    /// The kernel's device, or a daemon's socket.
    package var store = "/dev/xen/xenbus"
    /// Whether only warnings are logged.
    package var isQuiet = false

    /// The built-in values of all.
    package init() {}
}
