import Xen

extension Generator {
    /// A request that is wrong in one way or another. What makes a real xenstored of some version abort is left out.
    mutating func malformed() -> Draft {
        let root = Array(anyRoot.utf8)
        switch pick(below: 14) {
        case 0: return Draft(WireOperation(rawValue: 27 + UInt32(pick(below: 1000))), [0])
        case 1: return Draft(WireOperation(rawValue: .max), [])
        case 2: return Draft(.watchEvent, root + [0] + root + [0])
        case 3: return Draft(.error, Array("EINVAL\0".utf8))
        case 4: return Draft(WireOperation(rawValue: 20), Array("0\0".utf8))
        // Requests with one argument that lacks its NUL, or has a second.
        case 5: return Draft(oneArgument(), root, .refusal)
        case 6: return Draft(oneArgument(), root + [0] + root + [0], .refusal)
        case 7: return Draft(oneArgument(), [], .refusal)
        case 8: return Draft([.watch, .unwatch][pick(below: 2)], root + [0])
        case 9: return Draft(.write, [root, []][pick(below: 2)])
        case 10: return Draft(.transactionEnd, Array(["", "\0", "T", "X\0", "TT\0", "T\0F\0"][pick(below: 6)].utf8))
        case 11: return Draft(.setPermissions, badPermissions(root))
        case 12:
            return Draft(
                [.introduce, .setTarget][pick(below: 2)],
                Array(["", "x", "x\0", "0\0"][pick(below: 4)].utf8)
            )
        default:
            let bytes = ["", "7", "7\08\0", "\0", "abc\0"][pick(below: 5)]
            return Draft([.getDomainPath, .isDomainIntroduced, .release, .resume][pick(below: 4)], Array(bytes.utf8))
        }
    }

    private mutating func oneArgument() -> WireOperation {
        [.read, .directory, .getPermissions, .makeDirectory, .remove][pick(below: 5)]
    }

    private mutating func badPermissions(_ root: [UInt8]) -> [UInt8] {
        let lists = [
            "", "\0", "\0n\0", "\0x0\0", "\0n0\0r\0", "\0n0x\0", "\0n 0\0", "\0n0\0r0x1\0", "\0n00\0", "\0n-1\0",
            "\0n0\0w99999\0", "\0n0\0trailing", "\0\0", "\0n0\0\0", "\0b65536\0", "\0n0\0r4294967296\0",
        ]
        return root + Array(lists[pick(below: lists.count)].utf8)
    }
}
