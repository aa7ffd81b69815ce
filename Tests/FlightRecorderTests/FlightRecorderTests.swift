import BallastAgent
import Ballooning
import FlightRecorder
import Glibc
import Testing
import Xen

@Suite("The flight recorder")
struct FlightRecorderTests {
    /// A file that is gone with the test.
    final class Scratch {
        let path: String

        init() throws {
            var name = Array("/tmp/ballast-trace-XXXXXX".utf8CString)
            let descriptor = mkstemp(&name)
            path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            _ = try #require(descriptor >= 0 ? descriptor : nil)
            close(descriptor)
        }

        deinit { unlink(path) }

        var bytes: [UInt8] {
            get {
                let descriptor = open(path, O_RDONLY)
                defer { close(descriptor) }
                var buffer = [UInt8](repeating: 0, count: 32 << 20)
                let count = read(descriptor, &buffer, buffer.count)
                return Array(buffer.prefix(max(0, count)))
            }
            set {
                let descriptor = open(path, O_WRONLY | O_TRUNC)
                defer { close(descriptor) }
                _ = write(descriptor, newValue, newValue.count)
            }
        }
    }

    private static func record(_ host: RecordedHost, in path: String, size: Int = 8 << 20) throws {
        var recorder = try TraceRecorder(path: path, size: size, version: "1.2.3")
        for (round, history) in host.rounds { try recorder.record(round, history: history) }
    }

    private static func replaysEqually(_ trace: Trace) -> Bool {
        trace.runs.allSatisfy { run in TraceReplay(run).rounds().allSatisfy { $0.isEqual } }
    }

    @Test("A trace replays to the same plans, byte for byte", arguments: [1, 2, 3] as [UInt64])
    func replays(seed: UInt64) throws {
        let host = try RecordedHost(seed: seed, seconds: 60)
        let file = try Scratch()
        try Self.record(host, in: file.path)
        let trace = try Trace(path: file.path)
        #expect(trace.count == host.rounds.count)
        #expect(trace.runs.map(\.version) == ["1.2.3"])
        let rounds = trace.runs.flatMap { TraceReplay($0).rounds() }
        #expect(rounds.contains { !$0.plan.writes.isEmpty })
        #expect(rounds.allSatisfy { $0.isEqual })
        for (read, kept) in zip(rounds, host.rounds) {
            #expect(read.recorded.snapshot == kept.round.snapshot)
            #expect(read.recorded.plan == kept.round.plan)
            #expect(read.recorded.outcomes == kept.round.outcomes)
        }
    }

    @Test("A file that is full keeps the last rounds, which replay from the middle of a run")
    func ring() throws {
        let host = try RecordedHost(seed: 1, seconds: 120)
        let file = try Scratch()
        let size = 256 << 10
        try Self.record(host, in: file.path, size: size)
        #expect(file.bytes.count <= size)
        let trace = try Trace(path: file.path)
        #expect(trace.runs.count == 2)
        #expect(trace.count < host.rounds.count)
        #expect(trace.runs.last?.rounds.last?.plan == host.rounds.last?.round.plan)
        #expect(Self.replaysEqually(trace))
    }

    @Test("The end of an earlier run of the agent stays")
    func restart() throws {
        let first = try RecordedHost(seed: 1, seconds: 10)
        let second = try RecordedHost(seed: 2, seconds: 10)
        let file = try Scratch()
        try Self.record(first, in: file.path)
        try Self.record(second, in: file.path)
        let trace = try Trace(path: file.path)
        #expect(trace.runs.map { $0.rounds.count } == [first.rounds.count, second.rounds.count])
        #expect(Self.replaysEqually(trace))
    }

    @Test("What is torn or damaged ends the trace there, wherever it is")
    func damage() throws {
        let host = try RecordedHost(seed: 1, seconds: 10)
        let file = try Scratch()
        try Self.record(host, in: file.path)
        let whole = file.bytes
        var counts: Set<Int> = []
        for cut in stride(from: 200, to: whole.count, by: whole.count / 60) {
            file.bytes = Array(whole.prefix(cut))
            counts.insert((try? Trace(path: file.path).count) ?? 0)
            var damaged = whole
            damaged[cut] ^= 0x40
            file.bytes = damaged
            let trace = try? Trace(path: file.path)
            #expect((trace?.count ?? 0) <= host.rounds.count)
            #expect(trace.map(Self.replaysEqually) ?? true)
        }
        #expect(counts.count > 5)
    }

    @Test("Another setting shows which plans it would have changed")
    func otherSetting() throws {
        let host = try RecordedHost(seed: 1, seconds: 60)
        let file = try Scratch()
        try Self.record(host, in: file.path)
        let run = try #require(try Trace(path: file.path).runs.first)
        let off = try #require(SettingDefinition.named("selfballooning"))
        let rounds = TraceReplay(run) { off.apply(.flag(false), to: &$0.settings) }.rounds()
        #expect(rounds.allSatisfy { $0.plan.writes.allSatisfy { $0.target == nil } })
        let different = try #require(rounds.first { !$0.isEqual && !TraceText.differences(of: $0).isEmpty })
        #expect(TraceText.differences(of: different).count > 1)
    }

    @Test("What is no trace is told from one of another build, and from an empty one")
    func refusals() throws {
        let file = try Scratch()
        file.bytes = Array("something else entirely, and long enough to be the head of a trace, is it not".utf8)
        #expect(throws: TraceError.notATrace(path: file.path)) { try Trace(path: file.path) }
        let host = try RecordedHost(seed: 1, seconds: 2)
        file.bytes = []
        try Self.record(host, in: file.path)
        var bytes = file.bytes
        bytes[16] ^= 1
        file.bytes = bytes
        #expect(throws: TraceError.otherFormat(path: file.path, version: "1.2.3")) { try Trace(path: file.path) }
        // A recorder begins it anew.
        try Self.record(host, in: file.path)
        let again = try Trace(path: file.path)
        #expect(again.count == host.rounds.count)
        file.bytes = Array(file.bytes.prefix(64))
        #expect(throws: TraceError.empty(path: file.path)) { try Trace(path: file.path) }
        #expect(throws: TraceError.file(path: "/nowhere/trace", number: ENOENT)) { try Trace(path: "/nowhere/trace") }
    }

    @Test("A round that is larger than half the file is refused, and the host goes unrecorded")
    func tooLarge() throws {
        let host = try RecordedHost(seed: 1, seconds: 2)
        let file = try Scratch()
        var recorder = try TraceRecorder(path: file.path, size: 1000, version: "1")
        let (round, history) = try #require(host.rounds.last)
        var many = round
        while many.snapshot.domains.count < 100 {
            many.snapshot.domains += round.snapshot.domains
            many.names += round.names
            many.plan.decisions += round.plan.decisions
        }
        do throws(TraceError) {
            try recorder.record(many, history: history)
            Issue.record("it was kept")
        } catch {
            #expect("\(error)".hasSuffix("more than the trace has room for"))
        }
    }

    @Test("A quiet round takes little room")
    func size() throws {
        let host = try RecordedHost(seed: 1, seconds: 60)
        let file = try Scratch()
        let (round, history) = try #require(host.rounds.last)
        var recorder = try TraceRecorder(path: file.path, version: "1")
        try recorder.record(round, history: history)
        let before = file.bytes.count
        for _ in 0..<10 { try recorder.record(round, history: history) }
        #expect((file.bytes.count - before) / 10 < 600)
    }
}
