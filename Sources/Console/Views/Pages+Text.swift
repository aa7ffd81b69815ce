import Xen

extension Pages {
    /// The amount as people write it, in four or five characters: `512M`, `1.5G`, `12K`.
    var shortText: String {
        let kib = count * 4
        let sign = kib < 0 ? "-" : ""
        let size = kib.magnitude
        switch size {
        case ..<1024: return "\(sign)\(size)K"
        case ..<(10 * 1024 * 1024): return "\(sign)\(size / 1024)M"
        default: return "\(sign)\(size / (1024 * 1024)).\(size % (1024 * 1024) * 10 / (1024 * 1024))G"
        }
    }
}
