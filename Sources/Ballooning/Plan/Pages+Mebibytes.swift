import Xen

extension Pages {
    /// The amount in MiB with one decimal, rounded towards zero, as the reasons print it.
    var mebibytes: String {
        let tenths = count.magnitude / 256 * 10 + count.magnitude % 256 * 10 / 256
        return "\(count < 0 ? "-" : "")\(tenths / 10).\(tenths % 10) MiB"
    }
}
