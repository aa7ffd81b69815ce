import Testing

/// The published cases of other memory balancers. Facts only: each is checked against Ballast's own rule, or against
/// the peer's formula where that is what Ballast is compared with.
@Suite("PeerCases")
struct PeerCases {
    @Test("A peer's published case holds", arguments: PeerCaseFile.cases)
    func holds(_ peerCase: PeerCase) throws {
        let mechanism = try #require(PeerMechanism.all.first { $0.group == peerCase.group })
        try mechanism.check(peerCase)
    }

    @Test("Every section of the file has a mechanism or a reason to have none")
    func coversTheFile() {
        let sections = PeerCaseFile.content.keys
        #expect(!sections.isEmpty)
        let covered = Set(PeerMechanism.all.compactMap { $0.group.split(separator: "/").first.map(String.init) })
        for section in sections where !covered.contains(section) {
            #expect(PeerMechanism.inapplicable[section] != nil, "\(section) has no mechanism")
        }
    }
}
