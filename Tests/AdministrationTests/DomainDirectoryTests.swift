import Administration
import Testing
import Xen
import XenMock

@Suite("Finding a domain")
struct DomainDirectoryTests {
    private func directory() throws -> DomainDirectory {
        let xenstore = MockXenstore()
        let store = xenstore.connect()
        try store.write("/local/domain/0/name", "Domain-0")
        try xenstore.create(MockDomain(DomainID(3), name: "web", target: KiB(1024)))
        try xenstore.create(MockDomain(DomainID(4), name: "7", target: KiB(1024)))
        try xenstore.create(MockDomain(DomainID(7), name: "mail", target: KiB(1024)))
        try xenstore.create(MockDomain(DomainID(9), name: "twin", target: KiB(1024)))
        try xenstore.create(MockDomain(DomainID(10), name: "twin", target: KiB(1024)))
        try store.write("/local/domain/nonsense", "")
        return try DomainDirectory.read(from: store)
    }

    @Test(
        "A domain is found by its name, its number and its identity",
        arguments: [
            ("web", 3), ("3", 3), ("ba11a570-0000-4000-8000-000000000003", 3),
            ("BA11A570-0000-4000-8000-000000000003", 3), ("Domain-0", 0), ("0", 0),
            ("00000000-0000-0000-0000-000000000000", 0), ("mail", 7),
        ] as [(String, UInt16)]
    )
    func found(_ text: String, id: UInt16) throws {
        #expect(try directory().find(text).id == DomainID(id))
    }

    @Test("An unknown domain is one line that names those that there are", arguments: ["wbe", "99", "", "-1", "3.0"])
    func unknown(_ text: String) throws {
        let error = #expect(throws: AdministrationError.self) { try directory().find(text) }
        #expect(error?.exitStatus == .missing)
        #expect(error?.description == "there is no domain \"\(text)\": there are Domain-0, web, 7, mail, twin, twin")
    }

    @Test("A text that fits several domains is refused with all of them", arguments: ["7", "twin"])
    func ambiguous(_ text: String) throws {
        let error = #expect(throws: AdministrationError.self) { try directory().find(text) }
        #expect(error?.exitStatus == .missing)
        #expect(error?.description.hasPrefix("\"\(text)\" fits several domains, name one by its uuid: ") == true)
        guard case .ambiguousDomain(_, let candidates) = error else { return }
        #expect(candidates.count == 2)
    }

    @Test("On a host with many domains the line stays one")
    func many() {
        let entries = (0..<200).map { DomainEntry(id: DomainID($0), uuid: nil, name: "guest-\($0)") }
        let error = #expect(throws: AdministrationError.self) { try DomainDirectory(entries).find("x") }
        #expect(error?.description.hasSuffix("guest-7 and 192 more") == true)
    }
}
