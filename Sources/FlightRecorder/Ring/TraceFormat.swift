import Ballooning
import Xen

/// How a trace lies in its file: a head, and two halves that are written in turn.
///
/// Each half is a run of frames; the first one holds what the balancer remembered, so that a half can be replayed by itself.
/// A frame is its length, its checksum and the number of its run, and then its bytes. What a killed agent, or a machine that
/// lost its power, has left half written ends the run before it, and so does what is left of an earlier run.
enum TraceFormat {
    /// What a file begins with.
    static let mark = Array("ballast trace 1\n".utf8)
    /// The length of the head: the mark, the fingerprint, the size of a half, and the version's name.
    static let headLength = 64
    /// The length of what stands before a frame's bytes.
    static let frameHeadLength = 16

    /// Stands for the fields of a round and their order: a build whose rounds have others cannot read the trace.
    static let fingerprint: UInt32 = {
        let sink = TraceSink()
        sink.names = []
        var domain = DomainSnapshot(
            info: DomainInfo(id: .zero, uuid: DomainUUID(high: 0, low: 0), current: .zero, maximum: .zero)
        )
        domain.report = GuestReport(total: .zero, free: .zero)
        let snapshot = HostSnapshot(
            now: .distantPast,
            memory: HostMemory(total: .zero, free: .zero),
            domains: [domain]
        )
        var balancer = Balancer()
        var plan = Plan()
        balancer.plan(snapshot, settings: Settings(), into: &plan)
        let round = RecordedRound(
            wallSeconds: 0,
            snapshot: snapshot,
            names: [""],
            settings: Settings(),
            plan: plan,
            outcomes: []
        )
        // Encoding cannot fail: nothing of a round is of a kind that the encoder does not know.
        for frame in [TraceFrame.start(version: "", history: balancer.history), .round(RoundFrame(round, after: nil))] {
            try? frame.encode(to: TraceEncoder(sink: sink))
        }
        return Checksum.of((sink.names ?? []).joined(separator: " ").utf8)
    }()

    static func bytes(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// A frame with its head. The number of the run is part of what the checksum is over.
    static func framed(_ payload: [UInt8], run: UInt64) -> [UInt8] {
        let number = bytes(UInt32(truncatingIfNeeded: run)) + bytes(UInt32(truncatingIfNeeded: run >> 32))
        let sum = Checksum.of(number + payload)
        return bytes(UInt32(payload.count)) + bytes(sum) + number + payload
    }
}
