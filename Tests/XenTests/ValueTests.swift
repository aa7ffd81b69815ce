import Testing
import Xen

@Suite("Values")
struct ValueTests {
    @Test(
        "A KiB node is a plain decimal number and nothing else",
        arguments: [
            ("0", 0), ("1024", 1024), ("-1", -1), ("", nil), ("-", nil), ("12 ", nil), (" 12", nil), ("0x10", nil),
            ("9007199254740992", 1 << 53), ("9007199254740993", nil), ("99999999999999999999999", nil), ("1\n", nil),
        ] as [(String, Int?)]
    )
    func parsesKiB(text: String, expected: Int?) {
        #expect(KiB(parsing: Array(text.utf8))?.count == expected)
    }

    @Test("Pages and KiB convert without losing or inventing a page")
    func convertsUnits() {
        #expect(Pages(flooring: KiB(7)) == Pages(1))
        #expect(Pages(ceiling: KiB(5)) == Pages(2))
        #expect(Pages(ceiling: KiB(.max)).count == .max >> 2)
        #expect(Pages.mib(3).kib == KiB(3072))
        #expect(Pages(-8) / 3 == Pages(-2))
    }

    @Test("A uuid reads and prints as xl does")
    func readsUUID() throws {
        let text = "0f8fad5b-d9cb-469f-a165-70867728950e"
        let uuid = try #require(DomainUUID(parsing: text))
        #expect(uuid.description == text)
        #expect(uuid.high == 0x0f8f_ad5b_d9cb_469f)
        #expect(DomainUUID(parsing: text.uppercased()) == uuid)
        #expect(DomainUUID(parsing: String(text.dropLast())) == nil)
        #expect(DomainUUID(parsing: text.replacing("-", with: "")) == nil)
        #expect(DomainUUID(bytes: Array(repeating: 0, count: 15)) == nil)
        #expect(DomainUUID(bytes: (0..<16).map(UInt8.init))?.low == 0x0809_0a0b_0c0d_0e0f)
    }

    @Test(
        "A domid is below Xen's reserved numbers",
        arguments: [("0", true), ("32751", true), ("32752", false), ("-1", false), ("", false), ("1a", false)]
    )
    func parsesDomainID(text: String, valid: Bool) {
        #expect((DomainID(parsing: text) != nil) == valid)
    }
}
