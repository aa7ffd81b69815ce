import Xen

extension WireRequest {
    /// What makes trees empty, whatever was there.
    static func clearing(_ roots: [String], owner: DomainID) -> [WireRequest] {
        roots.flatMap { root -> [WireRequest] in
            let path = StorePath(root)
            return [.remove(path), .makeDirectory(path), .setPermissions(path, [StorePermission(.none, owner)])]
        }
    }
}
