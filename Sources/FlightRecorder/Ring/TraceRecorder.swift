public import Ballooning
import Glibc
import Xen

/// Keeps the last rounds in a file of a fixed size.
///
/// One half is written while the other keeps what was before; a new run of the agent begins with the half that is older, so
/// that the end of the run before it stays. Nothing is waited for: what the kernel was given outlives a killed agent, and a
/// machine that loses its power loses the last seconds.
public struct TraceRecorder: ~Copyable {
    private let descriptor: Int32
    private let path: String
    private let half: Int
    private let version: String
    private var run: UInt64
    /// The half that is written now.
    private var side: Int
    /// Where in it the next frame goes; 0 before its first one.
    private var offset = 0
    private var before: RecordedRound?
    private var history = History()

    /// What a trace takes if nobody says otherwise: some days of a small quiet host, an hour of a thousand domains.
    public static let usualSize = 8 << 20

    /// Opens a file, or makes it; what is no trace of this build's is begun anew.
    ///
    /// - Parameters:
    ///   - size: how large the file may get.
    ///   - version: the build's.
    public init(path: String, size: Int = usualSize, version: String) throws(TraceError) {
        let half = max(4096, (size - TraceFormat.headLength) / 2)
        let file = try Self.open(path, half: half, version: version)
        descriptor = file.descriptor
        run = file.run
        side = file.side
        self.half = half
        self.path = path
        self.version = version
    }

    /// Opens the file, and finds the half that is the older one.
    private static func open(
        _ path: String,
        half: Int,
        version: String
    ) throws(TraceError) -> (descriptor: Int32, run: UInt64, side: Int) {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw .file(path: path, number: errno) }
        // Of what another build or another size has left nothing can be used.
        if let image = try? TraceImage(path: path), image.half == half {
            let runs = image.runs
            return (descriptor, (runs.max() ?? 0) + 1, runs[0] > runs[1] ? 1 : 0)
        }
        var head = TraceFormat.mark + TraceFormat.bytes(TraceFormat.fingerprint) + TraceFormat.bytes(UInt32(half))
        head += Array(version.utf8.prefix(TraceFormat.headLength - head.count))
        head += [UInt8](repeating: 0, count: TraceFormat.headLength - head.count)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, head, head.count, 0) == head.count else {
            let error = errno
            close(descriptor)
            throw .file(path: path, number: error)
        }
        return (descriptor, 1, 0)
    }

    deinit {
        close(descriptor)
    }

    /// Keeps a round.
    ///
    /// - Parameter history: what the balancer remembers after it.
    public mutating func record(_ round: RecordedRound, history: History) throws(TraceError) {
        defer {
            before = round
            self.history = history
        }
        if offset > 0 {
            let frame = try frame(.round(RoundFrame(round, after: before)))
            if offset + frame.count <= half { return try append(frame) }
            side = 1 - side
            run += 1
            offset = 0
        }
        try append(try frame(.start(version: version, history: self.history)))
        try append(try frame(.round(RoundFrame(round, after: nil))))
    }

    private func frame(_ frame: TraceFrame) throws(TraceError) -> [UInt8] {
        do {
            return TraceFormat.framed(try TraceEncoder.bytes(of: frame), run: run)
        } catch {
            throw .malformed
        }
    }

    private mutating func append(_ frame: [UInt8]) throws(TraceError) {
        guard offset + frame.count <= half else {
            offset = 0
            throw .tooLarge(bytes: frame.count)
        }
        // Zeros behind it end the run, as far as there is room for them.
        let end = [UInt8](repeating: 0, count: min(TraceFormat.frameHeadLength, half - offset - frame.count))
        try write(frame + end, at: TraceFormat.headLength + side * half + offset)
        offset += frame.count
    }

    private func write(_ bytes: [UInt8], at position: Int) throws(TraceError) {
        let count = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(position)) }
        guard count == bytes.count else { throw .file(path: path, number: count < 0 ? errno : ENOSPC) }
    }
}
