import Ballooning
import Testing
import Xen

/// The idle tax of VMware's ESX server, and the buffer of Hyper-V.
enum EsxCases {
    static let price: @Sendable (PeerCase) throws -> Void = { peerCase in
        let price = try price(peerCase.body, tax: try peerCase.double("tau"))
        try #expect(abs(price - (peerCase.double("rho"))) < 0.001)
    }

    static let workedExample: @Sendable (PeerCase) throws -> Void = { peerCase in
        let a = try #require(peerCase.body["A"])
        let b = try #require(peerCase.body["B"])
        for key in peerCase.body.keys where key.hasPrefix("tau_") {
            let tax = try #require(Double(key.dropFirst(4)))
            let prices = ["A": try price(a, tax: tax), "B": try price(b, tax: tax)]
            let lowest = prices.min { $0.value < $1.value }?.key
            #expect(lowest == peerCase.body[path: "\(key)/reclaim_from"]?.text)
            for (name, price) in prices {
                let wanted = try #require(peerCase.body[path: "\(key)/\(name)"]?.number)
                #expect(abs(price - wanted) < 0.002)
            }
        }
    }

    /// Hyper-V's buffer is what Ballast keeps as reserved on top of the estimate.
    static let buffer: @Sendable (PeerCase) throws -> Void = { peerCase in
        let demand = Pages.mib(try peerCase.int("demand_mb"))
        let goal = Goal(estimate: demand, overhead: .zero, reserved: demand * (try peerCase.int("buffer")) / 100)
        try #expect(goal.size == .mib(peerCase.int("assigned_mb")))
    }

    private static func price(_ domain: JSON, tax: Double) throws -> Double {
        let shares = try #require(domain["S"]?.number)
        let pages = try #require(domain["P"]?.number)
        let active = try #require(domain["f"]?.number)
        let factor = IdleTax.factor(idle: Int((1 - active) * 1024), percent: Int((tax * 100).rounded()))
        return shares / pages * Double(factor) / 1024
    }
}
