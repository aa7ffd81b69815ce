import Testing
import Xen

@Suite("Wire messages")
struct WireGoldenTests {
    /// One row per operation: the request, its type's number, and its payload with `|` for NUL.
    private static let requests: [(WireRequest, UInt8, String)] = [
        (.control("print", ["hello"]), 0, "print|hello|"),
        (.directory("/local/domain"), 1, "/local/domain|"),
        (.read("/local/domain/3/name"), 2, "/local/domain/3/name|"),
        (.getPermissions("memory/target"), 3, "memory/target|"),
        (.watch("@introduceDomain", token: "life"), 4, "@introduceDomain|life|"),
        (.watch("@releaseDomain", token: "life", depth: 1), 4, "@releaseDomain|life|1|"),
        (.unwatch("/a", token: "t"), 5, "/a|t|"),
        (.transactionStart, 6, "|"),
        (.transactionEnd(commit: true), 7, "T|"),
        (.transactionEnd(commit: false), 7, "F|"),
        (.introduce(DomainID(7), frame: 4660, port: 2), 8, "7|4660|2|"),
        (.release(DomainID(7)), 9, "7|"),
        (.getDomainPath(DomainID(7)), 10, "7|"),
        (.write("/a/b", Array("x y".utf8)), 11, "/a/b|x y"),
        (.write("/a/b", []), 11, "/a/b|"),
        (.makeDirectory("/a"), 12, "/a|"),
        (.remove("/a"), 13, "/a|"),
        (
            .setPermissions("/a", [StorePermission(.none, .zero), StorePermission(.both, DomainID(7))]), 14,
            "/a|n0|b7|"
        ),
        (.isDomainIntroduced(DomainID(7)), 17, "7|"),
        (.resume(DomainID(7)), 18, "7|"),
        (.setTarget(DomainID(8), target: DomainID(7)), 19, "8|7|"),
        (.resetWatches, 21, "|"),
        (.directoryPart("/a", offset: 4080), 22, "/a|4080|"),
        (.getFeature(), 23, ""),
        (.getFeature(DomainID(7)), 23, "7|"),
        (.setFeature(DomainID(7), 5), 24, "7|5|"),
        (.getQuota(), 25, ""),
        (.getQuota("nodes"), 25, "nodes|"),
        (.getQuota("nodes", DomainID(7)), 25, "7|nodes|"),
        (.setQuota("nodes", 1000), 26, "nodes|1000|"),
        (.setQuota("nodes", 1000, DomainID(7)), 26, "7|nodes|1000|"),
    ]

    @Test("Every request has the bytes of the protocol", arguments: requests)
    func encodes(request: WireRequest, type: UInt8, payload: String) {
        let body = payload.utf8.map { $0 == UInt8(ascii: "|") ? 0 : $0 }
        let header: [UInt8] = [
            type, 0, 0, 0,  // type
            0x0D, 0x0C, 0x0B, 0x0A,  // req_id
            0x04, 0x03, 0x02, 0x01,  // tx_id
            UInt8(body.count), 0, 0, 0,  // len
        ]
        let message = request.message(request: 0x0A0B_0C0D, in: StoreTransaction(rawValue: 0x0102_0304))
        #expect(message.encoded == header + body)
    }

    @Test("A type knows its name of the specification, and an unknown one its number")
    func namesOperations() {
        #expect(WireOperation.control.description == "CONTROL")
        #expect(WireOperation.directoryPart.description == "DIRECTORY_PART")
        #expect(WireOperation.setQuota.description == "SET_QUOTA")
        #expect(WireOperation(rawValue: 27).description == "type 27")
        #expect(WireOperation(rawValue: .max).description == "type 4294967295")
    }

    @Test(
        "A payload falls into its parts at the NULs",
        arguments: [
            ("", []), ("|", [""]), ("a|", ["a"]), ("a", ["a"]), ("a|b|", ["a", "b"]), ("a||b", ["a", "", "b"]),
            ("a||", ["a", ""]),
        ]
    )
    func splits(payload: String, parts: [String]) {
        let body = payload.utf8.map { $0 == UInt8(ascii: "|") ? 0 : $0 }
        let message = WireMessage(.read, payload: body)
        #expect(message.parts.map { String(decoding: $0, as: UTF8.self) } == parts)
    }

    @Test("Every errno name comes back as itself, with or without its NUL", arguments: WireErrno.allCases)
    func namesErrors(errno: WireErrno) {
        #expect(WireErrno(payload: errno.payload) == errno)
        #expect(WireErrno(payload: errno.payload.dropLast()) == errno)
        #expect(WireErrno(payload: errno.payload.dropFirst() + [0]) != errno)
    }

    @Test(
        "An errno name is the failure that a caller acts on",
        arguments: [
            (.ENOENT, .noEntry), (.EACCES, .denied), (.EPERM, .denied), (.EAGAIN, .conflict), (.EEXIST, .exists),
            (.EINVAL, .invalid), (.E2BIG, .invalid), (.ENOSPC, .quota), (.EQUOTA, .quota), (.EBUSY, .busy),
            (.ENOSYS, .unsupported), (.EIO, .system(5)), (.EROFS, .system(30)),
        ] as [(WireErrno, StoreError.Code)]
    )
    func mapsErrors(errno: WireErrno, code: StoreError.Code) {
        #expect(errno.code == code)
    }
}
