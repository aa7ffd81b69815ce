import Administration
import Testing
import Xen
import XenMock

@testable import Console

@Suite("Explanations")
struct ExplanationTests {
    /// The sentences for a domain of which so much is published.
    private func sentences(_ nodes: [String: String]) throws -> [String] {
        let store = MockXenstore().connect()
        try store.write("/tool/ballast/status/pid", "1")
        for (key, text) in nodes { try store.write(StorePath("/tool/ballast/status/domain/3/\(key)"), text) }
        let status = try AgentStatus.read(from: store) { _ in true }
        return ExplanationText(try #require(status.domains.first), now: 1_700_000_100).sentences
    }

    private static let web = [
        "name": "web", "state": "balanced", "reason": "needs 299.0 MiB and is lent up to 602.0 MiB",
        "current": "616448", "floor": "131072", "goal": "306176", "ceiling": "1048576", "target": "616448",
        "estimate": "256000", "headroom": "50176", "stall": "25000", "last-write": "1700000000 563200 616448 x",
    ]

    @Test("Three sentences tell with numbers why a guest has this much memory")
    func three() throws {
        let sentences = try sentences(Self.web)
        #expect(sentences.count == 3)
        #expect(
            sentences[0]
                == "web (domid 3) holds 602M, 303M more than the 299M that it needs, and may hold from 128M to 1024M."
        )
        #expect(
            sentences[1]
                == "Its report says that it needs 250M, and it gets 49M on top, since it waits for memory 2.5 % of its time."
        )
        #expect(
            sentences[2].hasPrefix("It counts as balanced (needs 299.0 MiB and is lent up to 602.0 MiB); its target is")
        )
        #expect(sentences[2].hasSuffix(", before that 550M."))
    }

    @Test(
        "Whatever is known is told, and nothing else",
        arguments: [
            (["current": "204800"], 0, "web (domid 3) holds 200M, 99M less than the 299M that it needs"),
            (["current": "306176"], 0, "web (domid 3) holds 299M, which is what it needs"),
            (["floor": "1048576"], 0, "more than the 299M that it needs."),
            (["stall": "0"], 1, "gets 49M on top, since it has waited for memory lately."),
            (["headroom": "0"], 1, "Its report says that it needs 250M, and it waits for memory 2.5 % of its time."),
            (["headroom": "0", "floor": "306176"], 1, "needs 250M, which its floor raises to 299M"),
            (["headroom": "0", "estimate": "512000"], 1, "needs 500M, of which it can get 299M"),
            (
                ["complaint": "it writes without end"], 2,
                "Its own word does not count: it writes without end."
            ),
            (["held-until": "1700000500"], 2, "its size is the administrator's until"),
        ] as [([String: String], Int, String)]
    )
    func variants(_ change: [String: String], _ index: Int, _ part: String) throws {
        let sentences = try sentences(Self.web.merging(change) { _, new in new })
        #expect(sentences[index].contains(part), "\(sentences[index])")
    }

    @Test("A guest that does not report and one of which little is known are explained as well")
    func little() throws {
        var nodes = Self.web
        nodes["estimate"] = nil
        #expect(try sentences(nodes)[1].hasPrefix("It does not report what it needs"))
        #expect(
            try sentences(["state": "unmanaged"]) == [
                "What domain 3 (domid 3) holds has not been published.",
                "It does not report what it needs, so that its goal of unknown size follows from its bounds.",
                "It counts as unmanaged (no reason was published).",
            ]
        )
    }
}
