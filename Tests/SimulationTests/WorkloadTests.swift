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
}
