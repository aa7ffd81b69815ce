public import BallastAgent
import Ballooning
public import Testing
import Xen
import XenMock

@Suite("Settings")
struct SettingsTests {
    @Test("Every setting takes its default, and refuses what is next to its range", arguments: SettingDefinition.all)
    func ranges(definition: SettingDefinition) throws {
        #expect(try definition.parse("\(definition.defaultValue)") == definition.defaultValue)
        #expect(throws: SettingRefusal.self) { try definition.parse("") }
        #expect(throws: SettingRefusal.self) { try definition.parse("nonsense") }
        switch definition.kind {
        case .number(let range, _), .numberOrAutomatic(let range, _):
            #expect(try definition.parse("\(range.lowerBound)") == .number(range.lowerBound))
            #expect(try definition.parse("\(range.upperBound)") == .number(range.upperBound))
            #expect(throws: SettingRefusal.self) { try definition.parse("\(range.lowerBound - 1)") }
            #expect(throws: SettingRefusal.self) { try definition.parse("\(range.upperBound + 1)") }
            #expect(throws: SettingRefusal.self) { try definition.parse("0x10") }
        case .flag:
            #expect(throws: SettingRefusal.self) { try definition.parse("2") }
        case .choice(let words):
            for word in words { #expect(try definition.parse(word) == .choice(word)) }
        }
    }

    @Test(
        "Every key changes what the policy is given, and going back changes it back",
        arguments: SettingDefinition.all
    )
    func effect(definition: SettingDefinition) throws {
        let built = SettingsLayers().resolve()
        var layers = SettingsLayers()
        layers.store.host[definition.name] = other(than: definition.defaultValue, of: definition.kind)
        #expect(layers.resolve() != built)
        layers.store.host[definition.name] = definition.defaultValue
        #expect(layers.resolve().settings == built.settings)
    }

    private func other(than value: SettingValue, of kind: SettingKind) -> SettingValue? {
        switch kind {
        case .flag: value == .flag(true) ? .flag(false) : .flag(true)
        case .choice(let words): words.map(SettingValue.choice).first { $0 != value }
        case .number(let range, _), .numberOrAutomatic(let range, _):
            [range.lowerBound, range.upperBound].map(SettingValue.number).first { $0 != value }
        }
    }

    @Test("The command line wins over xenstore, xenstore over the file, a domain's value over the host's")
    func precedence() {
        var layers = SettingsLayers()
        layers.file.host["weight"] = .number(1)
        layers.file.domains["db"] = ["weight": .number(2)]
        #expect(weight(layers, "db") == 2)
        layers.store.host["weight"] = .number(3)
        #expect(weight(layers, "db") == 3)
        layers.store.domains["db"] = ["weight": .number(4)]
        #expect(weight(layers, "db") == 4)
        layers.commandLine.host["weight"] = .number(5)
        #expect(weight(layers, "db") == 5)
        #expect(layers.resolve().settings.profiles[0].weight == 5)
    }

    private func weight(_ layers: SettingsLayers, _ domain: String) -> Int? {
        let resolved = layers.resolve()
        return resolved.profiles[domain].map { resolved.settings.profiles[$0].weight }
    }

    @Test("A value in xenstore is in force after one event, a bad one is refused and published until it is mended")
    func liveChange() throws {
        let host = try TestHost(settings: [:])
        try host.create(1)
        try host.report(1, committed: .mib(200))
        try host.write("/tool/ballast/config/surplus", "keep")
        try host.write("/tool/ballast/config/selfballoon-downhysteresis", "2")
        try host.turn()
        let half = try #require(host.target(1))
        #expect(half < Pages.mib(700).kib)
        try host.write("/tool/ballast/config/selfballoon-downhysteresis", "0")
        try host.turn()
        #expect(
            host.read("/tool/ballast/errors/selfballoon-downhysteresis")
                == "selfballoon-downhysteresis: \"0\" is not allowed, it takes 1 to 1000"
        )
        #expect(host.rounds.last != nil)
        try host.write("/tool/ballast/config/selfballoon-downhysteresis", "4")
        try host.turn()
        #expect(host.read("/tool/ballast/errors/selfballoon-downhysteresis") == nil)
        try host.write("/tool/ballast/config/no-such-key", "1")
        try host.turn()
        #expect(host.read("/tool/ballast/errors/no-such-key") == "no-such-key: there is no such setting")
        try host.remove("/tool/ballast/config/no-such-key")
        try host.turn()
        #expect(host.read("/tool/ballast/errors/no-such-key") == nil)
    }

    @Test("A domain keeps its own settings over a reboot, by name and by uuid")
    func settingsSurviveReboot() throws {
        let host = try TestHost()
        let uuid = DomainUUID(high: 11, low: 22)
        try host.write("/tool/ballast/config/domain/db/selfballooning", "0")
        try host.write(StorePath("/tool/ballast/config/domain/\(uuid)/weight"), "700")
        for id in [UInt16(4), 9] {
            try host.create(MockDomain(DomainID(id), name: "db", target: Pages.mib(512).kib))
            try host.create(
                MockDomain(DomainID(id + 1), name: "web", uuid: uuid, target: Pages.mib(512).kib)
            )
            try host.report(id, committed: .mib(100))
            try host.run(seconds: 12)
            let domains = try #require(host.rounds.last).domains
            #expect(domains[1].decision.state == .unmanaged)
            #expect(domains[2].snapshot.profile != 0)
            try host.destroy(id)
            try host.destroy(id + 1)
        }
    }

    @Test("A domain's own limits stand above its nodes, end at what it was built for, and survive its reboot")
    func limitsSurviveReboot() throws {
        let host = try TestHost()
        try host.write("/tool/ballast/config/domain/db/dynamic-min-mb", "600")
        try host.write("/tool/ballast/config/domain/db/dynamic-max-mb", "9000")
        for id in [UInt16(4), 9] {
            try host.create(MockDomain(DomainID(id), name: "db", target: Pages.mib(1024).kib))
            try host.write(StorePath("/local/domain/\(id)/memory/dynamic-min"), Pages.mib(100).text)
            try host.write(StorePath("/local/domain/\(id)/memory/dynamic-max"), Pages.mib(800).text)
            try host.report(id, committed: .mib(100))
            try host.run(seconds: 300)
            let decision = try #require(host.rounds.last?.domains.last).decision
            #expect(decision.floor == .mib(600))
            #expect(decision.ceiling == .mib(1024))
            #expect(host.target(id) ?? .zero >= Pages.mib(600).kib)
            try host.destroy(id)
        }
    }

    @Test("Ten thousand writes of settings between two turns cost one reading of what is there")
    func settingStorm() throws {
        let host = try TestHost()
        try host.turn()
        for number in 0..<10_000 {
            try host.write("/tool/ballast/config/weight", "\(number % 100 + 1)")
        }
        let before = host.connection.requestCount
        try host.run(seconds: 2)
        #expect(host.connection.requestCount - before < 60)
    }
}

extension SettingDefinition: CustomTestStringConvertible {
    /// The key.
    public var testDescription: String { name }
}
