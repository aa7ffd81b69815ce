import Glibc
public import Xen

/// Finds the domains that are being saved, or sent to another host while they run.
///
/// Neither Xen nor xenstore tells of it before the guest is suspended at the very end, and a migration copies for minutes
/// before that. But libxl does the copying in a process of its own, one for each domain, whose command line names the
/// domain: `libxl-save-helper --save-domain <stream> <back channel> <domid> …`.
public struct SaveProcesses: Sendable {
    private let files: KernelFiles
    /// The processes that are something else, and whether they were so twice: one that has just been forked is still
    /// called after its parent.
    private var others: [Int32: Bool] = [:]

    /// Looks at the processes of the machine that it runs on, or of a folder that stands for it.
    public init(files: KernelFiles = KernelFiles()) {
        self.files = files
    }

    /// The domains that are being saved or sent now. Only processes that have come since are looked into.
    public mutating func domains() -> Set<DomainID> {
        guard let folder = opendir(files.location(of: "/proc")) else { return [] }
        defer { closedir(folder) }
        var domains: Set<DomainID> = []
        var seen: [Int32: Bool] = [:]
        seen.reserveCapacity(others.count)
        while let entry = readdir(folder) {
            guard let process = Self.number(entry.pointee.d_name) else { continue }
            if others[process] == true {
                seen[process] = true
            } else if let line = files.read("/proc/\(process)/cmdline"), let domain = Self.domain(ofCommand: line) {
                domains.insert(domain)
            } else {
                seen[process] = others[process] != nil
            }
        }
        others = seen
        return domains
    }

    /// The domain that a process saves, by its words with a zero behind each; nil for every other process.
    private static func domain(ofCommand line: [UInt8]) -> DomainID? {
        let words = line.split(separator: 0)
        guard words.count > 4, words[0].suffix(program.count).elementsEqual(program), words[1].elementsEqual(mode)
        else { return nil }
        return DomainID(parsing: String(decoding: words[4], as: UTF8.self))
    }

    private static let program = Array("libxl-save-helper".utf8)
    private static let mode = Array("--save-domain".utf8)

    /// The number that a name in /proc is, which ends with a zero; nil for the files beside the processes.
    private static func number<Name>(_ name: Name) -> Int32? {
        withUnsafeBytes(of: name) { bytes in
            var number: Int32 = 0
            for byte in bytes {
                guard byte != 0 else { break }
                guard case UInt8(ascii: "0")...UInt8(ascii: "9") = byte, number < 100_000_000 else { return nil }
                number = number * 10 + Int32(byte - UInt8(ascii: "0"))
            }
            return number > 0 ? number : nil
        }
    }
}
