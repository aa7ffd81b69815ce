import Ballooning

extension SettingDefinition {
    static func flag<Root: SettingsRoot>(
        _ name: String,
        _ path: SettingPath<Root, Bool>,
        _ meaning: String
    ) -> SettingDefinition {
        SettingDefinition(
            name: name,
            kind: .flag,
            meaning: meaning,
            target: Root.target(
                get: { .flag($0[keyPath: path]) },
                set: { if case .flag(let isOn) = $0 { $1[keyPath: path] = isOn } }
            )
        )
    }

    static func choice<Root: SettingsRoot, Word: RawRepresentable<String> & CaseIterable & SendableMetatype>(
        _ name: String,
        _ path: SettingPath<Root, Word>,
        _ meaning: String
    ) -> SettingDefinition {
        SettingDefinition(
            name: name,
            kind: .choice(Word.allCases.map(\.rawValue)),
            meaning: meaning,
            target: Root.target(
                get: { .choice($0[keyPath: path].rawValue) },
                set: { if case .choice(let text) = $0, let word = Word(rawValue: text) { $1[keyPath: path] = word } }
            )
        )
    }

    static func number<Root: SettingsRoot, Amount>(
        _ name: String,
        _ path: SettingPath<Root, Amount>,
        _ range: ClosedRange<Int>,
        in unit: SettingUnit<Amount>,
        _ meaning: String
    ) -> SettingDefinition {
        SettingDefinition(
            name: name,
            kind: .number(range, unit: unit.name),
            meaning: meaning,
            target: Root.target(
                get: { .number(unit.number($0[keyPath: path])) },
                set: { if case .number(let number) = $0 { $1[keyPath: path] = unit.amount(number) } }
            )
        )
    }

    static func automatic<Root: SettingsRoot, Amount>(
        _ name: String,
        _ path: SettingPath<Root, Amount?>,
        _ range: ClosedRange<Int>,
        in unit: SettingUnit<Amount>,
        _ meaning: String
    ) -> SettingDefinition {
        SettingDefinition(
            name: name,
            kind: .numberOrAutomatic(range, unit: unit.name),
            meaning: meaning,
            target: Root.target(
                get: { $0[keyPath: path].map { .number(unit.number($0)) } ?? .automatic },
                set: { value, settings in
                    if case .number(let number) = value {
                        settings[keyPath: path] = unit.amount(number)
                    } else {
                        settings[keyPath: path] = nil
                    }
                }
            )
        )
    }
}

/// Where a setting's value stands.
typealias SettingPath<Root, Value> = any WritableKeyPath<Root, Value> & Sendable

/// Settings that a definition can be about: the host's or a domain's.
protocol SettingsRoot: SendableMetatype {
    static func target(
        get: @escaping @Sendable (Self) -> SettingValue,
        set: @escaping @Sendable (SettingValue, inout Self) -> Void
    ) -> SettingDefinition.Target
}

extension HostSettings: SettingsRoot {
    static func target(
        get: @escaping @Sendable (HostSettings) -> SettingValue,
        set: @escaping @Sendable (SettingValue, inout HostSettings) -> Void
    ) -> SettingDefinition.Target {
        .host(get: get, set: set)
    }
}

extension DomainSettings: SettingsRoot {
    static func target(
        get: @escaping @Sendable (DomainSettings) -> SettingValue,
        set: @escaping @Sendable (SettingValue, inout DomainSettings) -> Void
    ) -> SettingDefinition.Target {
        .domain(get: get, set: set)
    }
}
