import Testing

@testable import GuestAgent

@Suite("Kernel files")
struct KernelFileTests {
    static func file(of size: Int, in guest: GuestFixture) throws -> [UInt8] {
        let text = String((0..<size).map { Character(Unicode.Scalar(UInt8(97 + $0 % 26))) })
        try guest.set("/file", text)
        return Array(text.utf8)
    }

    @Test("A file is read whole, whatever its size", arguments: [0, 1, 16383, 16384, 16385, 40000])
    func whole(size: Int) throws {
        let guest = try GuestFixture()
        let content = try Self.file(of: size, in: guest)
        guard let file = KernelFile(guest.root + "/file") else { throw FixtureError() }
        #expect(file.whole() == content)
    }

    @Test("A file without end is cut at a limit")
    func limit() {
        guard let file = KernelFile("/dev/zero") else { return }
        #expect(file.whole(limit: 50_000).count == 65536)
    }

    @Test("A part of a file is read from its place")
    func part() throws {
        let guest = try GuestFixture()
        let content = try Self.file(of: 100, in: guest)
        guard let file = KernelFile(guest.root + "/file") else { throw FixtureError() }
        var buffer = [UInt8](repeating: 0, count: 10)
        #expect(file.read(into: &buffer, at: 30) == 10)
        #expect(buffer == Array(content[30..<40]))
        #expect(file.read(into: &buffer, at: 95) == 5)
        #expect(file.read(into: &buffer, at: 200) == 0)
    }
}

/// A fixture that is not there.
struct FixtureError: Error {}
