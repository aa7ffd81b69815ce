import Xen

extension Generator {
    /// A request that is wrong in one way or another.
    ///
    /// Two things are left out because the xenstored of Xen 4.17 dies of them: READ, DIRECTORY, GET_PERMS, MKDIR and RM
    /// whose only argument does not end with the one NUL, and RESET_WATCHES inside a transaction.
    mutating func malformed() -> Draft {
        let root = Array(anyRoot.utf8)
        switch pick(below: 11) {
        case 0: return Draft(WireOperation(rawValue: 27 + UInt32(pick(below: 1000))), [0])
        case 1: return Draft(WireOperation(rawValue: .max), [])
        case 2: return Draft(.watchEvent, root + [0] + root + [0])
        case 3: return Draft(.error, Array("EINVAL\0".utf8))
        case 4: return Draft(WireOperation(rawValue: 20), Array("0\0".utf8))
        case 5 where !isInGuest: return Draft([.watch, .unwatch][pick(below: 2)], root + [0])
        case 5, 6: return Draft(.write, [root, []][pick(below: 2)])
        case 7: return Draft(.transactionEnd, Array(["", "\0", "T", "X\0", "TT\0", "T\0F\0"][pick(below: 6)].utf8))
        case 8: return Draft(.setPermissions, badPermissions(root))
        case 9:
            return Draft(
                [.introduce, .setTarget][pick(below: 2)],
                Array(["", "x", "x\0", "0\0"][pick(below: 4)].utf8)
            )
        default:
            let bytes = ["", "7", "7\08\0", "\0", "abc\0"][pick(below: 5)]
            return Draft([.getDomainPath, .isDomainIntroduced, .release, .resume][pick(below: 4)], Array(bytes.utf8))
        }
    }

    private mutating func badPermissions(_ root: [UInt8]) -> [UInt8] {
        let lists = [
            "", "\0", "\0n\0", "\0x0\0", "\0n0\0r\0", "\0n0x\0", "\0n 0\0", "\0n0\0r0x1\0", "\0n00\0", "\0n-1\0",
            "\0n0\0w99999\0", "\0n0\0trailing", "\0\0", "\0n0\0\0", "\0b65536\0", "\0n0\0r4294967296\0",
        ]
        return root + Array(lists[pick(below: lists.count)].utf8)
    }
}
