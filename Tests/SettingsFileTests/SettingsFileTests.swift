import BallastAgent
import Seeded
import SettingsFile
import Testing

@Suite("Settings file")
struct SettingsFileTests {
    private func read(_ text: String) throws -> SettingsLayers.Layer {
        try SettingsFile.parse(text, file: "ballast.toml")
    }

    @Test("Values of the host and of domains are taken, written as such or as strings")
    func values() throws {
        let settings = try read(
            """
            # the host
            surplus = "keep"
            host-reserve-mb = 256
            idle-tax = "50"
            dom0-managed = true
            weight = 7

            [domain.web]
            selfballooning = false
            dynamic-min-mb = "auto"
            [domain."ba11a570-0000-4000-8000-000000000001"]
            selfballooning = 1
            weight = "300"
            """
        )
        #expect(
            settings.host == [
                "surplus": .choice("keep"), "host-reserve-mb": .number(256), "idle-tax": .number(50),
                "dom0-managed": .flag(true), "weight": .number(7),
            ]
        )
        #expect(
            settings.domains == [
                "web": ["selfballooning": .flag(false), "dynamic-min-mb": .automatic],
                "ba11a570-0000-4000-8000-000000000001": ["selfballooning": .flag(true), "weight": .number(300)],
            ]
        )
    }

    @Test("Every key of the table is taken in each form that it can have", arguments: SettingDefinition.all.map(\.name))
    func everyKey(_ key: String) throws {
        let definition = try #require(SettingDefinition.named(key))
        let value = definition.defaultValue
        #expect(try read("\(definition.name) = \"\(value)\"").host == [definition.name: value])
        switch value {
        case .number, .flag:
            #expect(try read("\(definition.name) = \(value)").host == [definition.name: value])
        case .choice, .automatic: break
        }
        let domain = "[domain.web]\n\(definition.name) = \"\(value)\""
        guard definition.isPerDomain else {
            let error = #expect(throws: FileSettingsError.self) { try read(domain) }
            #expect(error?.problems.first?.line == 2)
            return
        }
        #expect(try read(domain).domains == ["web": [definition.name: value]])
    }

    @Test(
        "What cannot be used is an error with file, line, key, value and what is allowed",
        arguments: [
            ("weigh = 3", 2, "weigh: there is no such setting"),
            ("[domain.web]\nsurplus = \"keep\"", 3, "web/surplus: there is no such setting"),
            ("[guests]\nweight = 3", 2, "guests: there is no such setting"),
            ("weight = 0", 2, #"weight: "0" is not allowed, it takes 1 to 10000"#),
            ("weight = -3", 2, #"weight: "-3" is not allowed, it takes 1 to 10000"#),
            ("weight = 1.5", 2, #"weight: "1.5" is not allowed, it takes 1 to 10000"#),
            ("weight = true", 2, #"weight: "true" is not allowed, it takes 1 to 10000"#),
            ("weight = \"\"", 2, #"weight: "" is not allowed, it takes 1 to 10000"#),
            ("weight = 9223372036854775807", 2, #"weight: "9223372036854775807" is not allowed, it takes 1 to 10000"#),
            ("selfballooning = 2", 2, #"selfballooning: "2" is not allowed, it takes 0 or 1"#),
            ("selfballooning = \"yes\"", 2, #"selfballooning: "yes" is not allowed, it takes 0 or 1"#),
            (
                "\n[domain.\"my web\"]\n# comment\n  weight = 0", 5,
                #"my web/weight: "0" is not allowed, it takes 1 to 10000"#
            ),
            ("domain.web.weight = 0", 2, #"web/weight: "0" is not allowed, it takes 1 to 10000"#),
            ("domain = 3", 2, #"domain: "3" is not allowed, it takes a table for each domain, such as [domain."web"]"#),
            (
                "[domain]\nweb = 3", 3,
                #"domain.web: "3" is not allowed, it takes a table for each domain, such as [domain."web"]"#
            ),
        ]
    )
    func refusals(_ text: String, line: Int, sentence: String) throws {
        let error = #expect(throws: FileSettingsError.self) { try read("idle-tax = 33\n\(text)\n") }
        #expect(
            error?.problems == [
                FileSettingsError.Problem(line: line, sentence: "ballast.toml, line \(line): \(sentence)")
            ]
        )
    }

    @Test("All mistakes are told at once, in the order of their lines")
    func allProblems() {
        let error = #expect(throws: FileSettingsError.self) {
            try read("weight = 0\nsurplus = 'x'\n[domain.web]\nweigh = 1\n")
        }
        #expect(error?.problems.map(\.line) == [1, 2, 4])
        #expect(
            error?.description == #"ballast.toml, line 1: weight: "0" is not allowed, it takes 1 to 10000 (and 2 more)"#
        )
    }

    @Test(
        "A text that is no TOML is an error with its line",
        arguments: [
            ("weight =\n", 1), ("weight = 1\nweight = 2\n", 2), ("\n\n[domain\n", 3), ("a b", 1),
            ("[.a]", 1), ("[@a]", 1), ("weight = [1]", 1), ("weight = [}", 1), ("domain.web = { weight = 0 }", 1),
            ("weight = 1\r\n= 2\r\n", 2), ("surplus = \"keep\nweight = 1", 1), ("weight = 1 2", 1),
            ("surplus = \"\"\"keep\"\"\"", 1), ("weight = 1 # \u{1}", 1), ("[[domain]]", 1),
            ("weight = 07:32:00", 1), ("weight = 2026-01-01", 1), ("weight = 0x10", 1), ("weight = 1.", 1), ("=", 1),
        ]
    )
    func syntax(_ text: String, line: Int) {
        let error = #expect(throws: FileSettingsError.self) { try read(text) }
        #expect(error?.description.hasPrefix("ballast.toml, line \(line): ") == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("\n") == false)
    }

    @Test("No text at all is a file without settings", arguments: ["", "\n# nothing\n"])
    func empty(_ text: String) throws {
        #expect(try read(text) == SettingsLayers.Layer())
    }

    @Test("No text ends the process", arguments: 0..<16)
    func arbitraryTexts(seed: UInt64) {
        let good = Array(
            #"""
            # the host
            surplus = 'keep' # "x"
            idle-tax = "5\u0030"
            [domain."web 1".'x']
            weight = +3_0.5e1
            dom0.a = 1979-05-27T07:32:00Z
            b = 0x1F
            """#.utf8
        )
        let odd = Array("[]{}\"'\\.=#,-+_:\n\r\t 0eExobinfnatrue\u{0}\u{7F}é\u{FEFF}".utf8)
        var generator = SplitMix64(seed: seed)
        for _ in 0..<1000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes[place] = odd.randomElement(using: &generator) ?? 0
                case 2: bytes.insert(odd.randomElement(using: &generator) ?? 0, at: place)
                default: bytes.remove(at: place)
                }
            }
            _ = try? read(String(decoding: bytes, as: UTF8.self))
        }
    }
}
