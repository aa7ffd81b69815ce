import Ballooning
import Testing
import Xen
import XenMock

@testable import BallastAgent

@Suite("Settings from a file")
struct FileTests {
    private func weight(_ host: TestHost) throws -> Int? {
        host.agent?.settings.settings.profiles[0].weight
    }

    private func problem(line: Int?, _ sentence: String) -> FileSettingsError.Problem {
        FileSettingsError.Problem(line: line, sentence: sentence)
    }

    @Test("A file is in force with the next turn, xenstore stands above it, and what has gone from it goes")
    func layers() throws {
        let host = try TestHost()
        var file = SettingsLayers.Layer()
        file.host["weight"] = .number(7)
        host.agent?.load(.success(file))
        try host.turn()
        #expect(try weight(host) == 7)
        try host.write("/tool/ballast/config/weight", "9")
        try host.turn()
        #expect(try weight(host) == 9)
        try host.remove("/tool/ballast/config/weight")
        try host.turn()
        #expect(try weight(host) == 7)
        host.agent?.load(.success(SettingsLayers.Layer()))
        try host.turn()
        #expect(try weight(host) == 100)
    }

    @Test("Of a file with mistakes nothing is taken, and they are published until they are mended")
    func lastGoodFile() throws {
        let host = try TestHost()
        var file = SettingsLayers.Layer()
        file.host = ["weight": .number(7), "idle-tax": .number(10)]
        host.agent?.load(.success(file))
        try host.turn()
        host.agent?.load(.failure(FileSettingsError([problem(line: 3, "three"), problem(line: 5, "five")])))
        try host.turn()
        #expect(try weight(host) == 7)
        #expect(host.agent?.settings.settings.host.idleTaxPercent == 10)
        #expect(host.read("/tool/ballast/errors/file/3") == "three")
        #expect(host.read("/tool/ballast/errors/file/5") == "five")
        host.agent?.load(.failure(FileSettingsError([problem(line: nil, "unreadable")])))
        try host.turn()
        #expect(try weight(host) == 7)
        #expect(host.read("/tool/ballast/errors/file") == "unreadable")
        #expect(host.children("/tool/ballast/errors/file").isEmpty)
        host.agent?.load(.success(file))
        try host.turn()
        #expect(host.read("/tool/ballast/errors/file") == nil)
    }

    @Test("A file with a mistake in every line is published in part")
    func manyMistakes() throws {
        let host = try TestHost()
        let problems = (1...9000).map { (line: Int) in problem(line: line, "line \(line)") }
        host.agent?.load(.failure(FileSettingsError(problems)))
        try host.turn()
        #expect(host.children("/tool/ballast/errors/file").count == 16)
        #expect(host.log.warnings.count == 16)
    }

    @Test("What is set elsewhere than in xenstore is published by where it comes from, and goes with it")
    func publishedLayers() throws {
        let host = try TestHost(settings: ["surplus": .choice("keep")])
        var file = SettingsLayers.Layer()
        file.host["weight"] = .number(7)
        file.domains["web.example"] = ["selfballooning": .flag(false)]
        host.agent?.load(.success(file))
        try host.write("/tool/ballast/config/idle-tax", "33")
        try host.turn()
        #expect(host.read("/tool/ballast/status/settings/command-line/surplus") == "keep")
        #expect(host.read("/tool/ballast/status/settings/file/weight") == "7")
        #expect(host.read("/tool/ballast/status/settings/file/domain/web@2eexample/selfballooning") == "0")
        #expect(host.children("/tool/ballast/status/settings/xenstore").isEmpty)
        // What was refused leaves a value in force that stands nowhere else.
        try host.write("/tool/ballast/config/idle-tax", "nonsense")
        try host.turn()
        var expected = SettingsLayers()
        expected.commandLine.host["surplus"] = .choice("keep")
        expected.file = file
        expected.store.host["idle-tax"] = .number(33)
        #expect(try PublishedSettings.read(from: host.connection) == expected)
        try host.reconnect()
        try host.turn()
        #expect(try PublishedSettings.read(from: host.connection) == expected)
        host.agent?.load(.success(SettingsLayers.Layer()))
        try host.turn()
        #expect(host.children("/tool/ballast/status/settings/file").isEmpty)
    }

    @Test(
        "A domain's name comes back from the node that stands for it",
        arguments: ["web", "my web", "a@b", "é", "@2e", ""]
    )
    func names(_ name: String) {
        #expect(PublishedSettings.domain(of: PublishedSettings.node(of: name)) == name)
        #expect(PublishedSettings.node(of: name).utf8.allSatisfy(StorePath.isNameByte))
    }

    @Test("A domain has the settings under its uuid and those under its name, whatever layer they are in")
    func aliases() throws {
        let host = try TestHost()
        let uuid = DomainUUID(high: 11, low: 22)
        var file = SettingsLayers.Layer()
        file.domains["\(uuid)".uppercased()] = ["weight": .number(300), "selfballoon-interval": .number(9)]
        host.agent?.load(.success(file))
        try host.create(MockDomain(DomainID(4), name: "db", uuid: uuid, target: Pages.mib(512).kib))
        try host.write("/tool/ballast/config/domain/db/selfballooning", "0")
        try host.write("/tool/ballast/config/domain/db/weight", "400")
        try host.turn()
        let settings = try #require(host.agent?.settings)
        let profile = settings.settings.profiles[try #require(host.rounds.last).domains[1].snapshot.profile]
        #expect(profile.selfballooning == false)
        #expect(profile.weight == 400)
        #expect(profile.interval == .seconds(9))
    }
}
