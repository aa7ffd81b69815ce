import Glibc

/// A trace's file as it was read.
struct TraceImage {
    /// The size of a half.
    let half: Int
    private let bytes: [UInt8]

    /// The largest file that is read: what anybody may have asked for, and nothing that fills the memory.
    private static let largest = 1 << 30

    init(path: String) throws(TraceError) {
        let bytes = try Self.read(path)
        guard bytes.count >= TraceFormat.headLength, bytes.starts(with: TraceFormat.mark) else {
            throw .notATrace(path: path)
        }
        let rest = bytes[TraceFormat.mark.count..<TraceFormat.headLength]
        guard TraceFormat.number(rest) == TraceFormat.fingerprint else {
            let version = rest.dropFirst(8).prefix { $0 > 0x20 && $0 < 0x7F }
            throw .otherFormat(path: path, version: String(decoding: version, as: UTF8.self))
        }
        half = Int(TraceFormat.number(rest.dropFirst(4)))
        self.bytes = bytes
    }

    /// The number of the run that each half holds, 0 where it holds none.
    var runs: [UInt64] {
        (0..<2).map { frame(at: 0, of: $0)?.run ?? 0 }
    }

    /// The frames of a half, up to the first that is not whole.
    func frames(of side: Int) -> [[UInt8]] {
        var frames: [[UInt8]] = []
        var offset = 0
        guard let run = frame(at: 0, of: side)?.run else { return [] }
        while let frame = frame(at: offset, of: side), frame.run == run {
            frames.append(frame.payload)
            offset += TraceFormat.frameHeadLength + frame.payload.count
        }
        return frames
    }

    private func frame(at offset: Int, of side: Int) -> (run: UInt64, payload: [UInt8])? {
        let start = TraceFormat.headLength + side * half + offset
        let end = min(bytes.count, TraceFormat.headLength + (side + 1) * half)
        guard start + TraceFormat.frameHeadLength <= end else { return nil }
        let head = bytes[start..<start + TraceFormat.frameHeadLength]
        let length = Int(TraceFormat.number(head))
        let body = start + TraceFormat.frameHeadLength
        guard length > 0, length <= end - body else { return nil }
        let checked = bytes[start + 8..<body + length]
        guard TraceFormat.number(head.dropFirst(4)) == Checksum.of(checked) else { return nil }
        let low = TraceFormat.number(head.dropFirst(8))
        let high = TraceFormat.number(head.dropFirst(12))
        return (UInt64(high) << 32 | UInt64(low), Array(bytes[body..<body + length]))
    }

    private static func read(_ path: String) throws(TraceError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path: path, number: errno) }
        defer { close(descriptor) }
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw .file(path: path, number: errno)
            }
            guard count > 0 else { return all }
            all += buffer.prefix(count)
            guard all.count <= largest else { throw .notATrace(path: path) }
        }
    }
}
