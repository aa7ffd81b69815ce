import Ballooning
import Xen

/// How a number in a setting's unit becomes the amount that the policy works with, and back.
struct SettingUnit<Amount>: Sendable {
    let name: String
    let number: @Sendable (Amount) -> Int
    let amount: @Sendable (Int) -> Amount
}

extension SettingUnit where Amount == Int {
    static let bare = SettingUnit(name: "", number: { $0 }, amount: { $0 })
    static let percent = SettingUnit(name: "percent", number: { $0 }, amount: { $0 })
    static let perMinute = SettingUnit(name: "a minute", number: { $0 }, amount: { $0 })
}

extension SettingUnit where Amount == Pages {
    static let pages = SettingUnit(name: "pages", number: { $0.count }, amount: { Pages($0) })
    static let mebibytes = SettingUnit(name: "MiB", number: { $0.count / 256 }, amount: { .mib($0) })
    static let kibibytes = SettingUnit(name: "KiB", number: { $0.kib.count }, amount: { Pages(ceiling: KiB($0)) })
}

extension SettingUnit where Amount == Milliseconds {
    static let seconds = SettingUnit(name: "s", number: { Int($0.count / 1000) }, amount: { .seconds(Int64($0)) })
    static let milliseconds = SettingUnit(name: "ms", number: { Int($0.count) }, amount: { Milliseconds(Int64($0)) })
}

extension SettingUnit where Amount == StallRate {
    static let stall = SettingUnit(
        name: "µs a second",
        number: { $0.microsecondsPerSecond },
        amount: { StallRate(microsecondsPerSecond: $0) }
    )
}
