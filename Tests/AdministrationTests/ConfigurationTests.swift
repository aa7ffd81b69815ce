import Administration
import BallastAgent
import Testing
import Xen
import XenMock

@Suite("Settings from the command line")
struct ConfigurationTests {
    private let xenstore = MockXenstore()
    private let store: InProcessStore
    private let web = MockDomain(DomainID(3), name: "web", target: KiB(262_144), staticMaximum: KiB(1_048_576))

    init() throws {
        store = xenstore.connect()
        try xenstore.create(web)
    }

    private func node(_ path: String) throws -> String? {
        try store.readIfPresent(StorePath("/tool/ballast/config/\(path)")).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "A value is written as the agent takes it",
        arguments: [
            ("weight", "200", "200"), ("selfballooning", "0", "0"), ("surplus", "keep", "keep"),
            ("host-reserve-mb", "256", "256"), ("host-reserve-mb", "1G", "1024"), ("host-reserve-mb", "auto", "auto"),
            ("maxmem-slack-kb", "1M", "1024"), ("max-buffer-pages", "4M", "1024"), ("hold-seconds", "5m", "300"),
            ("stuck-after-ms", "5s", "5000"), ("idle-tax", "99", "99"),
        ]
    )
    func set(_ key: String, to text: String, written: String) throws {
        #expect(try ConfigurationEditor(store).set(key, to: text).description == written)
        #expect(try node(key) == written)
    }

    @Test(
        "A value that the agent would refuse is not written",
        arguments: [
            ("weight", "0", CommandStatus.data), ("weight", "-1", .data), ("weight", "", .data),
            ("weight", "99999999999999999999", .data), ("surplus", "x", .data), ("selfballooning", "yes", .data),
            ("host-reserve-mb", "-1G", .data), ("host-reserve-mb", "1X", .usage), ("host-reserve-mb", "1K", .usage),
            ("host-reserve-mb", "2T", .data), ("hold-seconds", "1ms", .usage), ("weigh", "1", .missing),
        ]
    )
    func refused(_ key: String, to text: String, status: CommandStatus) throws {
        let error = #expect(throws: AdministrationError.self) { try ConfigurationEditor(store).set(key, to: text) }
        #expect(error?.exitStatus == status, "\(error?.description ?? "")")
        #expect(error?.description.contains("\n") == false)
        #expect(try node(key) == nil)
    }

    @Test(
        "Every key of the table takes its default, written and read back",
        arguments: SettingDefinition.all.map(\.name)
    )
    func everyKey(_ key: String) throws {
        let editor = ConfigurationEditor(store)
        let definition = try ConfigurationEditor.definition(of: key, for: nil)
        try editor.set(key, to: definition.defaultValue.description)
        let entry = try editor.entry(definition)
        #expect(entry.value == definition.defaultValue)
        #expect(entry.origin == SettingOrigin(source: .store, isForDomain: false))
        #expect(try editor.unset(key))
        #expect(try editor.entry(definition).origin == .builtIn)
        #expect(try !editor.unset(key))
    }

    @Test("A domain's value wins over the host's, the store's over the file's, the command line's over both")
    func layers() throws {
        let definition = try ConfigurationEditor.definition(of: "weight", for: "web")
        var layers = SettingsLayers()
        layers.file.host["weight"] = .number(1)
        layers.file.domains["web"] = ["weight": .number(2)]
        let editor = ConfigurationEditor(store, layers: layers)
        func shown(_ editor: ConfigurationEditor, _ domain: [String] = []) throws -> String {
            let entry = try editor.entry(definition, for: domain)
            return "\(entry.value) \(entry.origin)"
        }
        #expect(try shown(editor, ["web"]) == "2 file, for the domain")
        #expect(try shown(editor) == "1 file")
        try editor.set("weight", to: "3")
        #expect(try shown(editor, ["web"]) == "3 xenstore")
        try editor.set("weight", to: "4", for: "web")
        #expect(try shown(editor, ["web"]) == "4 xenstore, for the domain")
        layers.commandLine.host["weight"] = .number(5)
        #expect(try shown(ConfigurationEditor(store, layers: layers), ["web"]) == "5 command line")
        #expect(try editor.unset("weight", for: ["web"]))
        #expect(try node("domain/web") == nil, "nothing is left behind")
    }

    @Test("A domain's settings go under its uuid, and are found under its name as well")
    func keys() throws {
        let editor = ConfigurationEditor(store)
        let directory = try DomainDirectory.read(from: store)
        for name in ["web", "3", "\(web.uuid)"] {
            #expect(try editor.keys(for: name, in: directory) == ["\(web.uuid)", "web"])
        }
        let keys = try editor.keys(for: "3", in: directory)
        let definition = try ConfigurationEditor.definition(of: "weight", for: "web")
        try store.write("/tool/ballast/config/domain/web/weight", "5")
        #expect(try editor.entry(definition, for: keys).value == .number(5))
        try editor.set("weight", to: "6", for: keys.first)
        #expect(try editor.entry(definition, for: keys).value == .number(6))
        #expect(try editor.unset("weight", for: keys))
        #expect(try editor.entry(definition, for: keys).origin == .builtIn)
        try store.write("/tool/ballast/config/domain/away/weight", "7")
        #expect(try editor.keys(for: "away", in: directory) == ["away"], "a domain that does not run now")
        let unknown = "11111111-2222-3333-4444-555555555555"
        #expect(try editor.keys(for: unknown, in: directory) == [unknown])
        #expect(throws: AdministrationError.self) { try editor.keys(for: "nobody", in: directory) }
    }

    @Test("A domain whose name no node can have is found by it all the same")
    func names() throws {
        try xenstore.create(MockDomain(DomainID(5), name: "db.example", target: KiB(262_144)))
        var layers = SettingsLayers()
        layers.file.domains["db.example"] = ["weight": .number(9)]
        let editor = ConfigurationEditor(store, layers: layers)
        let keys = try editor.keys(for: "db.example", in: try DomainDirectory.read(from: store))
        let definition = try ConfigurationEditor.definition(of: "weight", for: "db.example")
        #expect(try editor.entry(definition, for: keys).value == .number(9))
        #expect(try !editor.unset("weight", for: keys))
    }

    @Test("While an agent runs, what it has published holds, and the file is not read")
    func published() throws {
        var read = 0
        func editor(isAlive: Bool) throws -> ConfigurationEditor {
            try ConfigurationEditor(store, isAlive: { _ in isAlive }) { () throws(AdministrationError) in
                read += 1
                var layer = SettingsLayers.Layer()
                layer.host["weight"] = .number(1)
                return layer
            }
        }
        let definition = try ConfigurationEditor.definition(of: "weight", for: nil)
        #expect(try editor(isAlive: true).entry(definition).value == .number(1), "no agent has ever run")
        try store.write("/tool/ballast/status/pid", "7")
        try store.write("/tool/ballast/status/settings/command-line/weight", "2")
        #expect(try editor(isAlive: true).entry(definition).value == .number(2))
        #expect(read == 1)
        #expect(try editor(isAlive: false).entry(definition).value == .number(1), "what a killed agent has left")
        #expect(read == 2)
        // A value that was refused leaves the one before it in force.
        try store.remove("/tool/ballast/status/settings/command-line")
        try store.write("/tool/ballast/status/settings/xenstore/weight", "3")
        try store.write("/tool/ballast/config/weight", "nonsense")
        let entry = try editor(isAlive: true).entry(definition)
        #expect(entry.value == .number(3))
        #expect(entry.refusal != nil)
    }

    @Test("A host's setting is none of a domain's")
    func hostOnly() {
        let error = #expect(throws: AdministrationError.self) {
            try ConfigurationEditor(store).set("surplus", to: "keep", for: "web")
        }
        #expect(error?.description == "\"surplus\" is a setting of the host, not of a domain")
    }

    @Test("A value that somebody has written wrong is shown as refused")
    func shownRefusal() throws {
        try store.write("/tool/ballast/config/weight", "nonsense")
        let editor = ConfigurationEditor(store)
        let entry = try #require(try editor.entries().first { $0.definition.name == "weight" })
        #expect(entry.origin == .builtIn)
        #expect(entry.refusal == "\"nonsense\" is not allowed, it takes 1 to 10000")
        try store.write("/tool/ballast/errors/weight", "weight: as the agent says")
        #expect(try editor.entry(entry.definition).refusal == "weight: as the agent says")
        #expect(try RefusedSetting.all(in: store).map(\.problem) == ["weight: as the agent says"])
    }

    @Test("What is set in the store and in the file is exported as one file with the same effect")
    func exportLayers() throws {
        var layers = SettingsLayers()
        layers.commandLine.host = ["idle-tax": .number(1)]
        layers.file.host = ["idle-tax": .number(2), "weight": .number(2), "surplus": .choice("lend")]
        layers.file.domains["web"] = ["weight": .number(400), "urgent-rate": .number(6)]
        let editor = ConfigurationEditor(store, layers: layers)
        // The store's value for the host stands above the file's for the domain.
        try editor.set("weight", to: "3")
        #expect(
            try editor.export() == """
                weight = 3
                surplus = "lend"
                idle-tax = 2

                [domain."web"]
                urgent-rate = 6

                """
        )
    }

    @Test("What is set can be exported as a file")
    func export() throws {
        let editor = ConfigurationEditor(store)
        #expect(try editor.export().isEmpty)
        try editor.set("host-reserve-mb", to: "256")
        try editor.set("surplus", to: "keep")
        try editor.set("selfballooning", to: "0", for: "\(web.uuid)")
        try store.write("/tool/ballast/config/weight", "nonsense")
        try store.write("/tool/ballast/config/domain/web-2/weight", "5")
        #expect(
            try editor.export() == """
                host-reserve-mb = 256
                surplus = "keep"

                [domain."\(web.uuid)"]
                selfballooning = false

                [domain."web-2"]
                weight = 5

                """
        )
    }
}
