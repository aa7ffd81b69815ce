/// The labels of one series, in the form in which they stand on the page: `domid="3",name="web"`.
public struct MetricLabels: Sendable, Hashable {
    /// The text between the braces; empty for a series without labels.
    let text: String

    /// Makes labels, in the order given.
    public init(_ labels: [(String, String)]) {
        text = labels.map { "\(Self.name($0.0))=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
    }

    /// A name that a page may hold: every other character becomes `_`.
    static func name(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_", ":": scalar
            default: "_"
            }
        }
        var name = String.UnicodeScalarView(scalars)
        if name.first.map({ ("0"..."9").contains($0) }) ?? true { name.insert("_", at: name.startIndex) }
        return String(name)
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
