import BallastAgent
import Ballooning
import Testing
import Xen
import XenMock

/// Settings written by real libxenstore while the agent's loop runs. Each test is a process of its own.
@Suite("Settings of an agent that runs")
struct LiveSettingsTests {
    @Test(
        "Every value of every key takes effect or is refused with one event",
        arguments: SettingDefinition.all.map(\.name)
    )
    func everyKey(_ key: String) async {
        await #expect(processExitsWith: .success) { [key = key as String] in
            let host = try LiveHost()
            try host.create(web(3))
            host.start()
            let definition = try #require(SettingDefinition.named(key))
            for domain in definition.isPerDomain ? [nil, "web", "\(uuid)"] : [nil] {
                try await SettingTrial(of: definition, for: domain, on: host).run()
            }
            try await host.stop()
        }
    }

    @Test("A key that there is none of, and a host's key for a domain, are refused until they are taken back")
    func unknownKeys() async {
        await #expect(processExitsWith: .success) {
            let host = try LiveHost()
            host.start()
            for path in ["weigh", "domain/web/weigh", "domain/web/surplus"] {
                try host.admin.write(AgentTree.configuration.appending(path), "1")
                let error = AgentTree.errors.appending(path)
                try await host.wait { try host.read(error)?.hasSuffix("there is no such setting") == true }
                try host.admin.remove(AgentTree.configuration.appending(path))
                try await host.wait { try host.read(error) == nil }
            }
            try await host.stop()
        }
    }

    @Test("A domain's settings survive its reboot and the agent's restart", arguments: ["web", "\(uuid)"])
    func survival(name: String) async {
        await #expect(processExitsWith: .success) { [name = name as String] in
            let host = try LiveHost()
            try host.create(web(3))
            host.start()
            var expected: [String: String] = [:]
            for definition in SettingDefinition.all where definition.isPerDomain {
                expected[definition.name] = definition.kind.goodTexts.first { $0 != "\(definition.defaultValue)" }
            }
            let home = AgentTree.configuration.appending("domain").appending(name)
            for (key, text) in expected { try host.admin.write(home.appending(key), text) }
            func inForce(_ id: UInt16) -> [String: String] {
                guard let (settings, profile) = host.profile(of: DomainID(id)) else { return [:] }
                return Dictionary(
                    uniqueKeysWithValues: SettingDefinition.all.filter(\.isPerDomain).map { definition in
                        (definition.name, definition.value(in: settings, profile: profile).description)
                    }
                )
            }
            try await host.wait { inForce(3) == expected }
            try host.destroy(web(3))
            try await host.wait { inForce(3).isEmpty }
            try host.create(web(9))
            try await host.wait { !inForce(9).isEmpty }
            // The round that sees the domain for the first time knows its settings already.
            #expect(inForce(9) == expected)
            try await host.stop()
            host.start()
            try await host.wait { !inForce(9).isEmpty }
            #expect(inForce(9) == expected)
            try await host.stop()
        }
    }
}

private let uuid = DomainUUID(high: 0xBA11_A570, low: 7)

private func web(_ id: UInt16) -> MockDomain {
    MockDomain(DomainID(id), name: "web", uuid: uuid, target: KiB(262_144), staticMaximum: KiB(1_048_576))
}

/// Writes every good and bad value of one key, for the host or for a domain, and looks what comes of each.
private struct SettingTrial {
    private let definition: SettingDefinition
    private let host: LiveHost
    private let node: StorePath
    private let error: StorePath
    /// How the refusal names the key.
    private let label: String
    private let isForDomain: Bool

    init(of definition: SettingDefinition, for domain: String?, on host: LiveHost) {
        self.definition = definition
        self.host = host
        let path = domain.map { "domain/\($0)/\(definition.name)" } ?? definition.name
        node = AgentTree.configuration.appending(path)
        error = AgentTree.errors.appending(path)
        label = domain.map { "\($0)/\(definition.name)" } ?? definition.name
        isForDomain = domain != nil
    }

    func run() async throws {
        try await host.wait { host.profile(of: DomainID(3)) != nil }
        let start = value
        for text in definition.kind.goodTexts { try await take(text) }
        let kept = value
        for text in definition.kind.badTexts { try await refuse(text, keeping: kept) }
        for text in definition.kind.goodTexts.prefix(2) { try await take(text) }
        try await oneEvent(of: { try host.admin.remove(node) }, until: { value == start })
        #expect(try host.read(error) == nil)
    }

    /// What is in force.
    private var value: String? {
        host.profile(of: DomainID(3)).map { settings, profile in
            definition.value(in: settings, profile: isForDomain ? profile : 0).description
        }
    }

    private func take(_ text: String) async throws {
        // What a text comes to: a size in KiB is rounded to whole pages.
        var layers = SettingsLayers()
        layers.store.host[definition.name] = try definition.parse(text)
        let wanted = "\(definition.value(in: layers.resolve().settings))"
        try await oneEvent(of: { try host.admin.write(node, text) }, until: { value == wanted })
        try await host.wait { try host.read(error) == nil }
    }

    private func refuse(_ text: String, keeping kept: String?) async throws {
        let refusal = SettingRefusal(key: label, value: text, allowed: definition.kind.allowed).description
        try await oneEvent(of: { try host.admin.write(node, text) }, until: { try host.read(error) == refusal })
        #expect(value == kept, "\"\(text.prefix(64))\" has changed the value")
    }

    /// Waits for what a write leads to, and makes sure that the agent needed no more than the write's own event for it.
    private func oneEvent(of write: () throws -> Void, until holds: () throws -> Bool) async throws {
        let before = host.counts.settingEvents
        try write()
        try await host.wait(until: holds)
        try await host.wait { host.counts.settingEvents > before }
        #expect(host.counts.settingEvents == before + 1)
    }
}
