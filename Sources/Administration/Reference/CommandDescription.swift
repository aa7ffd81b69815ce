/// A command as its parser describes it: the manual is made of the same definitions as `--help`.
public struct CommandDescription: Sendable, Hashable {
    /// The words that call it, such as `ballast config set`.
    var name: String
    /// What it does, in one sentence.
    var abstract: String
    /// What else there is to say.
    var discussion: String
    /// Its options and arguments.
    var arguments: [Argument]
    /// The commands below it.
    var subcommands: [CommandDescription]

    /// An option or an argument.
    struct Argument: Sendable, Hashable {
        /// How it is written: `--json`, `--socket <path>` or `<size>`.
        var term: String
        /// What it does.
        var abstract: String
        /// What holds if it is not given, where that is a fixed value.
        var defaultValue: String?
        /// Whether it has to be given.
        var isRequired: Bool
        /// Whether it may be given several times.
        var isRepeating: Bool
        /// Whether it stands behind `--`.
        var isBehindTerminator: Bool
    }

    /// Reads what swift-argument-parser prints with `--experimental-dump-help`; nil where the text is something else.
    public init?(parsing text: String) {
        guard let command = JSON(parsing: text)?["command"] else { return nil }
        self.init(command, above: "")
    }

    private init?(_ json: JSON, above: String) {
        guard case .string(let own)? = json["commandName"] else { return nil }
        name = above.isEmpty ? own : "\(above) \(own)"
        abstract = Self.text(json["abstract"])
        discussion = Self.text(json["discussion"])
        let shown = Self.list(json["arguments"]).filter { $0["shouldDisplay"] == .bool(true) }
        arguments = shown.compactMap(Argument.init)
        let path = name
        subcommands = Self.list(json["subcommands"]).compactMap { json in
            // "help" explains itself, and what is hidden stays so.
            json["shouldDisplay"] == .bool(true) && json["commandName"] != .string("help")
                ? CommandDescription(json, above: path) : nil
        }
    }

    private static func list(_ json: JSON?) -> [JSON] {
        if case .array(let items)? = json { items } else { [] }
    }

    fileprivate static func text(_ json: JSON?) -> String {
        if case .string(let text)? = json { text } else { "" }
    }

    /// The command and all below it.
    var all: [CommandDescription] {
        [self] + subcommands.flatMap(\.all)
    }
}

extension CommandDescription.Argument {
    init?(_ json: JSON) {
        let value = CommandDescription.text(json["valueName"])
        switch json["kind"] {
        case .string("positional"): term = "<\(value)>"
        case .string("option"): term = "\(Self.name(json)) <\(value)>"
        case .string("flag"): term = Self.name(json)
        default: return nil
        }
        abstract = CommandDescription.text(json["abstract"])
        if case .string(let text)? = json["defaultValue"] { defaultValue = text }
        isRequired = json["isOptional"] == .bool(false)
        // What takes the words that are no options takes one of them.
        isRepeating = json["isRepeating"] == .bool(true) && json["parsingStrategy"] != .string("allUnrecognized")
        isBehindTerminator = json["parsingStrategy"] == .string("postTerminator")
    }

    private static func name(_ json: JSON) -> String {
        let preferred = json["preferredName"]
        return (preferred?["kind"] == .string("short") ? "-" : "--") + CommandDescription.text(preferred?["name"])
    }

    /// How it stands in a synopsis, such as `[--set <key=value> ...]`.
    var synopsis: String {
        let text = isRepeating && !isBehindTerminator ? "\(term) ..." : term
        let inner = isBehindTerminator ? "-- \(text) ..." : text
        return isRequired ? inner : "[\(inner)]"
    }
}
