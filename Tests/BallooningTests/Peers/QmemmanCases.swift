import Ballooning
import Testing
import Xen

/// qmemman's numbers. Its division of what is left hands out two percent more than there is and its own test allows
/// five; here the same claims are divided to the byte, and each grant lies within five percent of its.
enum QmemmanCases {
    static let parse: @Sendable (PeerCase) throws -> Void = { peerCase in
        let parsed = KiB(parsing: Array(try peerCase.text("in").utf8)).flatMap { $0 < .zero ? nil : $0.count * 1024 }
        #expect(parsed == peerCase.body["out_bytes"]?.integer)
    }

    static let preferred: @Sendable (PeerCase) throws -> Void = { peerCase in
        try #expect(preferred(peerCase) == peerCase.int("out_bytes"))
    }

    static let needed: @Sendable (PeerCase) throws -> Void = { peerCase in
        try #expect(preferred(peerCase) - peerCase.int("actual_mib") << 20 == peerCase.int("out_bytes"))
    }

    static let balance: @Sendable (PeerCase) throws -> Void = { peerCase in
        let domains = try #require(peerCase.body["domains"]).elements
        let expected = try #require(peerCase.body["expect"]).elements
        let available = try peerCase.int("available_mib") << 20
        var names: [String] = []
        var preferences: [Int] = []
        var division = FairDivision()
        for domain in domains {
            guard let used = domain["mem_used_mib"]?.integer, let name = domain["domid"]?.text else { continue }
            let largest = try #require(domain["mem_max_mib"]?.integer) << 20
            let preference = PreferredMemory.preferred(
                used: used << 20,
                largest: largest,
                isControlDomain: name == "0"
            )
            names.append(name)
            preferences.append(preference)
            // In proportion to the preference, not to the range: the weight turns the one into the other.
            let range = largest - preference
            let weight = range > 0 ? max(1, Int(Double(preference) / Double(range) * 1_000_000)) : 1
            division.append(FairDivision.Claim(range: Pages(range), weight: weight))
        }
        if let sum = peerCase.body["sum_pref_bytes"]?.integer { #expect(preferences.reduce(0, +) == sum) }
        let left = division.divide(Pages(available))
        let granted = division.claims.reduce(0) { $0 + $1.granted.count }
        #expect(granted + left.count == available)
        #expect(names.count == expected.count)
        for (index, expectation) in expected.enumerated() {
            #expect(expectation.elements.first?.text == names[index])
            let size = Double(preferences[index] + division.claims[index].granted.count)
            let peers = try #require(expectation.elements.last?.number)
            #expect(abs(size / peers - 1) < 0.05, "domain \(names[index]) gets \(size), there it gets \(peers)")
        }
    }

    private static func preferred(_ peerCase: PeerCase) throws -> Int {
        PreferredMemory.preferred(
            used: try peerCase.int("used_mib") << 20,
            largest: try peerCase.int("max_mib") << 20,
            isControlDomain: try peerCase.int("domid") == 0
        )
    }
}
