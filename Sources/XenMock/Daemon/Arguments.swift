import Xen

/// A request's payload, taken apart as xenstored does.
struct Arguments {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The only text, nil unless there is just one NUL and it is the last byte.
    var only: ArraySlice<UInt8>? {
        guard let nul = bytes.firstIndex(of: 0), nul == bytes.count - 1 else { return nil }
        return bytes[..<nul]
    }

    /// Every text that a NUL ends; what stands behind the last NUL is left out.
    var texts: [ArraySlice<UInt8>] {
        var texts = bytes.split(separator: 0, omittingEmptySubsequences: false)
        texts.removeLast()
        return texts
    }

    /// The first text and all that follows its NUL, nil without a NUL.
    var firstAndRest: (ArraySlice<UInt8>, ArraySlice<UInt8>)? {
        guard let nul = bytes.firstIndex(of: 0) else { return nil }
        return (bytes[..<nul], bytes[(nul + 1)...])
    }
}

/// What a request has led to.
enum Reply {
    /// The answer has this payload.
    case payload([UInt8])
    /// The answer is "OK".
    case done

    var bytes: [UInt8] {
        switch self {
        case .payload(let bytes): bytes
        case .done: [UInt8(ascii: "O"), UInt8(ascii: "K"), 0]
        }
    }

    static func text(_ text: String) -> Reply {
        .payload(Array(text.utf8) + [0])
    }
}
