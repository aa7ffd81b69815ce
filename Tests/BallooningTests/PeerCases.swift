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

    @Test("A part of the file that is no case says why", arguments: PeerMechanism.inapplicable)
    func doesNotApply(_ part: PeerMechanism.Inapplicable) {
        #expect(!part.reason.isEmpty)
        #expect(
            !PeerMechanism.all.contains { $0.group == part.path },
            "\(part.path) is checked and need not be left out"
        )
    }

    @Test("Every section and every list of cases has a mechanism, or a reason to have none")
    func coversTheFile() {
        #expect(!PeerCaseFile.content.keys.isEmpty, "\(PeerCaseFile.name) is no object of sections")
        for part in PeerCaseFile.content.keys + PeerCaseFile.content.listsOfObjects() {
            #expect(PeerMechanism.knows(part), "\(part) has no mechanism, and no reason to have none")
        }
    }
}
