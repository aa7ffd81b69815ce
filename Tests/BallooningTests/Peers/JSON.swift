import Foundation

/// A JSON value that can be passed between tests.
indirect enum JSON: Sendable, Hashable {
    case object([String: JSON])
    case array([JSON])
    case integer(Int)
    case number(Double)
    case string(String)
    case bool(Bool)
    case null

    init(_ data: Data) throws {
        self.init(any: try JSONSerialization.jsonObject(with: data, options: [.fragmentsAllowed]))
    }

    private init(any value: Any) {
        switch value {
        case let object as [String: Any]: self = .object(object.mapValues(JSON.init(any:)))
        case let array as [Any]: self = .array(array.map(JSON.init(any:)))
        case let text as String: self = .string(text)
        case let number as NSNumber:
            if Self.isBoolean(number) {
                self = .bool(number.boolValue)
            } else if let integer = Int(exactly: number.doubleValue), number.doubleValue.magnitude < 9e15 {
                self = .integer(integer)
            } else {
                self = .number(number.doubleValue)
            }
        default: self = .null
        }
    }

    /// Foundation keeps true and false as numbers of one bit.
    private static func isBoolean(_ number: NSNumber) -> Bool {
        String(cString: number.objCType) == "c"
    }

    subscript(_ key: String) -> JSON? {
        guard case .object(let object) = self else { return nil }
        return object[key]
    }

    /// The value at a path of keys separated by slashes.
    subscript(path path: String) -> JSON? {
        path.split(separator: "/").reduce(Optional(self)) { $0?[String($1)] }
    }

    var elements: [JSON] {
        guard case .array(let array) = self else { return [] }
        return array
    }

    var keys: [String] {
        guard case .object(let object) = self else { return [] }
        return object.keys.sorted()
    }

    /// The paths of all lists below whose elements are objects or lists.
    func listsOfObjects(below path: String = "") -> [String] {
        if elements.contains(where: { !$0.keys.isEmpty || !$0.elements.isEmpty }) { return [path] }
        return keys.flatMap { key in
            self[key]?.listsOfObjects(below: path.isEmpty ? key : "\(path)/\(key)") ?? []
        }
    }

    var integer: Int? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int(exactly: value.rounded(.towardZero))
        default: nil
        }
    }

    var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    var text: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    var bool: Bool? {
        switch self {
        case .bool(let value): value
        case .integer(let value): value != 0
        default: nil
        }
    }
}
