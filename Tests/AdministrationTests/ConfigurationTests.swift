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
        #expect(entry.origin == .store)
        #expect(try editor.unset(key))
        #expect(try editor.entry(definition).origin == .builtIn)
        #expect(try !editor.unset(key))
    }

    @Test("A domain's value wins over the host's, and the store's over the file's")
    func layers() throws {
        let definition = try ConfigurationEditor.definition(of: "weight", for: "web")
        var file = SettingsLayers.Layer()
        file.host["weight"] = .number(1)
        file.domains["web"] = ["weight": .number(2)]
        let editor = ConfigurationEditor(store, file: file)
        #expect(try editor.entry(definition, for: "web").origin == .fileForDomain)
        #expect(try editor.entry(definition).value == .number(1))
        try editor.set("weight", to: "3")
        #expect(try editor.entry(definition, for: "web").value == .number(3))
        try editor.set("weight", to: "4", for: "web")
        #expect(try editor.entry(definition, for: "web").value == .number(4))
        #expect(try editor.entry(definition, for: "web").origin == .storeForDomain)
        #expect(try editor.unset("weight", for: "web"))
        #expect(try node("domain/web") == nil, "nothing is left behind")
    }

    @Test("A domain's settings go under its uuid, or where they stand already")
    func keys() throws {
        let editor = ConfigurationEditor(store)
        let directory = try DomainDirectory.read(from: store)
        for name in ["web", "3", "\(web.uuid)"] { #expect(try editor.key(for: name, in: directory) == "\(web.uuid)") }
        try store.write("/tool/ballast/config/domain/web/weight", "5")
        #expect(try editor.key(for: "3", in: directory) == "web")
        try store.write(StorePath("/tool/ballast/config/domain/\(web.uuid)/weight"), "6")
        #expect(try editor.key(for: "web", in: directory) == "\(web.uuid)")
        try store.write("/tool/ballast/config/domain/away/weight", "7")
        #expect(try editor.key(for: "away", in: directory) == "away", "a domain that does not run now")
        let unknown = "11111111-2222-3333-4444-555555555555"
        #expect(try editor.key(for: unknown, in: directory) == unknown)
        #expect(throws: AdministrationError.self) { try editor.key(for: "nobody", in: directory) }
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
