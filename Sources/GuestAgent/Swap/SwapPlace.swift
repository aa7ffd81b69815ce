/// Where a step of reading back has ended, for the next one to go on from.
struct SwapPlace: Sendable, Hashable {
    /// The process that was being read.
    var process: Int32
    /// The first address of it that has not been looked at.
    var address: UInt
}
