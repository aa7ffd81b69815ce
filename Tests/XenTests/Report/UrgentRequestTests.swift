import Testing
import Xen

@Suite("Urgent request")
struct UrgentRequestTests {
    @Test("A request has its golden line and comes back as it was")
    func goldenLine() throws {
        let request = UrgentRequest(sequence: 12, need: KiB(20_480))
        var bytes = Array("what stood there before".utf8)
        request.encode(into: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "v=1 seq=12 need=20480")
        #expect(try UrgentRequest(parsing: bytes) == request)
    }

    @Test(
        "A line that is no request says why",
        arguments: [
            ("need=5", .version),
            ("v=1 need=5", .missing(.sequence)),
            ("v=1 seq=1", .missing(.need)),
            ("v=1 seq=1 need=0", .number(.need)),
            ("v=1 seq=1 need=9223372036854775808", .number(.need)),
            ("v=1 seq=1 need=1 need=2", .duplicate(.need)),
        ] as [(String, ReportError)]
    )
    func refuses(line: String, reason: ReportError) {
        #expect(throws: reason) { try UrgentRequest(parsing: Array(line.utf8)) }
    }
}
