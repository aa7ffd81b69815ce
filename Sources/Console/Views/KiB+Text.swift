import Xen

extension KiB {
    /// The amount as people write it, in four or five characters: `512M`, `1.5G`, `12K`.
    var shortText: String {
        Pages(flooring: self).shortText
    }
}

extension KiB? {
    /// The amount, or a dash where there is none.
    var shortText: String {
        map(\.shortText) ?? "-"
    }
}
