import Simulation
import Testing
import Xen

@Suite("Workloads")
struct WorkloadTests {
    @Test("A rotation is with exactly one guest at a time, and with each as often")
    func rotates() {
        let members = (0..<4).map { member in
            Workload.rotation(
                Rotation(base: .none, extra: .mib(100), member: member, of: 4, turn: 10, seed: 9)
            )
        }
        var turns = [0, 0, 0, 0]
        for seconds in stride(from: 5, to: 400, by: 10) {
            let busy = members.indices.filter {
                members[$0].demand(at: seconds * 1_000_000, age: 0).hot > .zero
            }
            #expect(busy.count == 1)
            for index in busy { turns[index] += 1 }
        }
        #expect(turns == [10, 10, 10, 10])
    }

    @Test("There is one burst in each period, of its full length", arguments: [1, 2, 3] as [UInt64])
    func bursts(seed: UInt64) {
        let bursts = Bursts(base: .none, extra: .mib(1), period: 60, length: 15, seed: seed)
        for period in 0..<10 {
            let busy = (0..<600).filter {
                Workload.bursts(bursts).demand(at: period * 60_000_000 + $0 * 100_000, age: 0).hot > .zero
            }
            #expect(busy.count == 150)
        }
    }

    @Test("A recorded trace holds each sample until the next and starts over")
    func replays() throws {
        let trace = try RecordedTrace(parsing: "# a comment\n0 10 0 0 0 0\n\n5\t20 1 2 3 4\r\n10 0 0 0 0 0\n")
        let workload = Workload.trace(trace)
        for (seconds, hot) in [(0, 10), (4, 10), (5, 20), (9, 20), (10, 10), (15, 20)] {
            #expect(workload.demand(at: 0, age: seconds * 1_000_000).hot == .mib(hot))
        }
        #expect(trace.samples[1].demand.untouched == .mib(4))
    }

    @Test(
        "A trace that is none says in which line and why",
        arguments: [
            ("0 1 2 3 4\n", 1, TraceError.Problem.fields(count: 5)),
            ("0 1 2 3 4 5\n1 x 2 3 4 5\n", 2, .number("x")),
            ("0 1 2 3 4 -5\n", 1, .number("-5")),
            ("1 1 2 3 4 5\n", 1, .order(seconds: 1)),
            ("0 1 2 3 4 5\n0 1 2 3 4 5\n", 2, .order(seconds: 0)),
            ("0 1 2 3 4 5\n", 0, .tooShort),
            ("", 0, .tooShort),
        ]
    )
    func refuses(text: String, line: Int, problem: TraceError.Problem) {
        #expect(throws: TraceError(line: line, problem: problem)) { try RecordedTrace(parsing: text) }
    }
}
