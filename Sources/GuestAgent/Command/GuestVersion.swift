/// The agent's version.
package enum GuestVersion {
    /// What `--version` prints.
    package static let current = "0.1.0"
}
