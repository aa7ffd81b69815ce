/// Why the comparison could not go on.
struct Failure: Error, CustomStringConvertible {
    let description: String
    /// What kind of difference it is, the same for all requests that differ in the same way; nil if it is none.
    let kind: String?

    init(_ description: String, kind: String? = nil) {
        self.description = description
        self.kind = kind
    }
}
