import BallastAgent
import Testing

@testable import Administration

@Suite("The reference")
struct ReferenceTests {
    private static let dump = #"""
        {"serializationVersion": 0, "command": {
          "commandName": "ballast", "abstract": "Balances.", "discussion": "At \"length\".", "shouldDisplay": true,
          "arguments": [],
          "subcommands": [
            {"commandName": "status", "abstract": "Show.", "shouldDisplay": true, "arguments": [
              {"kind": "flag", "shouldDisplay": true, "isOptional": true, "abstract": "Answer with JSON.",
               "preferredName": {"kind": "long", "name": "json"}, "valueName": "json"}]},
            {"commandName": "secret", "shouldDisplay": false},
            {"commandName": "config", "abstract": "Settings.", "shouldDisplay": true, "arguments": [], "subcommands": [
              {"commandName": "set", "abstract": "Change.", "discussion": ".In words", "shouldDisplay": true, "arguments": [
                {"kind": "positional", "shouldDisplay": true, "isOptional": false, "valueName": "key",
                 "abstract": "The setting."},
                {"kind": "option", "shouldDisplay": true, "isOptional": true, "valueName": "path", "defaultValue": "/x",
                 "preferredName": {"kind": "long", "name": "socket"}, "abstract": "Where."},
                {"kind": "positional", "shouldDisplay": true, "isOptional": true, "isRepeating": true,
                 "parsingStrategy": "postTerminator", "valueName": "command", "abstract": "What."},
                {"kind": "flag", "shouldDisplay": true, "isOptional": true, "abstract": "Answer with JSON.",
                 "preferredName": {"kind": "long", "name": "json"}, "valueName": "json"}]}]}]}}
        """#

    @Test("The manual has every command that is shown, with what is its own")
    func manual() throws {
        let page = CommandManual.page(of: try #require(CommandDescription(parsing: Self.dump)))
        #expect(page.hasPrefix(".TH BALLAST 8 "))
        #expect(page.contains("ballast \\- balances.\n"))
        #expect(page.contains(".SS ballast status\nShow.\n.SS ballast config\nSettings.\n"))
        #expect(page.contains(".SS ballast config set <key> [\\-\\-socket <path>] [\\-\\- <command> ...]\nChange.\n"))
        #expect(page.contains(".PP\n\\&.In words\n"), "a point in front would be a macro")
        #expect(page.contains(".TP\n\\fB\\-\\-socket <path>\\fR\nWhere. (default: /x)\n"))
        #expect(!page.contains("secret"))
        for status in CommandStatus.allCases { #expect(page.contains("\\fB\(status.rawValue)\\fR\n")) }
    }

    @Test("Settings are described from the agent's table", arguments: SettingDefinition.all.map(\.name))
    func settings(_ key: String) throws {
        let definition = try #require(SettingDefinition.named(key))
        #expect(SettingsReference.markdown.contains("| `\(key)` | \(definition.kind.allowed) | "))
        #expect(SettingsReference.markdown.contains(definition.meaning))
        #expect(SettingsReference.manual.contains("\\fB\(key.split(separator: "-").joined(separator: "\\-"))\\fR\n"))
    }

    @Test(
        "What is written as JSON can be read",
        arguments: [
            JSON.null, .bool(true), .number(-5), .string("a\"\\\n\u{1}é"), .array([]),
            ["a": .array([.number(1), .null])],
            ["": .object([]), "b": "c"],
        ]
    )
    func roundTrip(_ value: JSON) {
        #expect(JSON(parsing: value.description) == value)
        #expect(JSON(parsing: " \(value)\n") == value)
    }

    @Test(
        "What is no JSON is not read",
        arguments: [
            "", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "\"", "\"\\x\"", "\"\\u12\"", "1 2", "tru", "1.5", "--1", "[[",
            String(repeating: "[", count: 100_000), "\"a\nb\"", "{a:1}",
        ]
    )
    func malformed(_ text: String) {
        #expect(JSON(parsing: text) == nil)
    }
}
