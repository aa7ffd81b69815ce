extension WireRequest {
    /// What a failure of this request calls it.
    package var kind: StoreError.Operation {
        switch self {
        case .directory, .directoryPart: .directory
        case .read: .read
        case .getPermissions: .permissions
        case .watch: .watch
        case .unwatch: .unwatch
        case .transactionStart: .begin
        case .transactionEnd: .end
        case .write: .write
        case .makeDirectory: .makeDirectory
        case .remove: .remove
        case .setPermissions: .setPermissions
        default: .other
        }
    }

    /// The path that the request is about, where there is one.
    package var path: StorePath? {
        switch self {
        case .directory(let path), .read(let path), .getPermissions(let path), .makeDirectory(let path),
            .remove(let path), .directoryPart(let path, _), .watch(let path, _, _), .unwatch(let path, _),
            .write(let path, _), .setPermissions(let path, _):
            path
        default: nil
        }
    }

    /// Whether no text holds a NUL, which would end it early on the wire and make another request of it.
    package var isWellFormed: Bool {
        let texts: [String] =
            switch self {
            case .control(let command, let parameters): [command] + parameters
            case .watch(let path, let token, _), .unwatch(let path, let token): [path.text, token]
            case .getQuota(let name, _): [name ?? ""]
            case .setQuota(let name, _, _): [name]
            default: [path?.text ?? ""]
            }
        return texts.allSatisfy { !$0.utf8.contains(0) }
    }
}
