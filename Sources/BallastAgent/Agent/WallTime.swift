/// Points in time that stand in xenstore as seconds since 1970, since they have to mean the same to a later run.
enum WallTime {
    /// What may be written.
    static let allowed = "seconds since 1970"

    /// The seconds that a text stands for, nil where it is no time: digits only, up to 2^53.
    static func seconds(parsing text: String) -> Int64? {
        guard 1...16 ~= text.utf8.count, text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
            let seconds = Int64(text), seconds <= 1 << 53
        else { return nil }
        return seconds
    }
}
