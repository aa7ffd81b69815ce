import Xen

extension Store {
    /// The text of a node, nil if it does not exist.
    func text(_ path: StorePath) throws(StoreError) -> String? {
        try readIfPresent(path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The names of a node's children, none if it does not exist.
    func children(of path: StorePath) throws(StoreError) -> [String] {
        do {
            return try directory(path)
        } catch {
            guard error.code == .noEntry else { throw error }
            return []
        }
    }
}
