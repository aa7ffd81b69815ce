/// The news that a watched node, or one below it, has changed.
public struct WatchEvent: Sendable, Hashable {
    /// The node that changed; relative if the watch was set on a relative path.
    public var path: StorePath
    /// The token that the watch was set with.
    public var token: String

    /// Makes an event.
    public init(path: StorePath, token: String) {
        self.path = path
        self.token = token
    }
}
