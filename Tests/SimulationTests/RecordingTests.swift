import Foundation
import Simulation
import Testing
import Xen

@Suite("Recordings")
struct RecordingTests {
    /// The columns in another order, one of them left out, with what editors and spreadsheets leave behind.
    private static let text =
        "# a comment\n domain , second,hot,cold,files,untouched\r\n\nweb,0,10,0,0,0\ndb,0, 5,1,2,3\r\nweb,5,20,1,2,4\nweb,10,0,0,0,0\n"

    @Test(
        "A recording holds each sample until its domain's next and starts over",
        arguments: [(0, 10, 5), (4, 10, 5), (5, 20, 5), (9, 20, 5), (10, 10, 5), (15, 20, 5)]
    )
    func replays(second: Int, web: Int, database: Int) throws {
        let recording = try Recording(parsing: Self.text)
        #expect(recording.domains.map(\.name) == ["web", "db"])
        #expect(recording.length == 10)
        let hot = recording.domains.map { Workload.trace($0.trace).demand(at: 0, age: second * 1_000_000).hot }
        #expect(hot == [.mib(web), .mib(database)])
        #expect(recording.domains[0].trace.samples[1].demand.untouched == .mib(4))
        // 21 and 2 of the one, 6 and 2 of the other.
        #expect(recording.peak == .mib(31))
    }

    @Test(
        "A recording that cannot be read is refused with line, column, value and what is allowed",
        arguments: [
            ("", "it takes lines at 0 and at one later second at least"),
            ("second,domain,hot\n", "it takes lines at 0 and at one later second at least"),
            ("second,domain,hot\n0,a,1\n", "it takes lines at 0 and at one later second at least"),
            ("second,domain,cold\n", "line 1: the column 'hot' is missing"),
            ("second,domain,hot,warm\n", "line 1: there is no column 'warm'"),
            ("second,domain,hot,hot\n", "line 1: there is no column 'hot', or it is there twice"),
            ("second,domain,hot\n0,a\n", "line 2: there are 2 fields, and the first line names 3 columns"),
            (
                "second,domain,hot\n0,a,x\n",
                "line 2: column 'hot': 'x' is not allowed, it takes a whole number from 0 to"
            ),
            ("second,domain,hot\n0,a,-5\n", "line 2: column 'hot': '-5' is not allowed"),
            ("second,domain,hot\n0,a,99999999\n", "from 0 to 16777216"),
            ("second,domain,hot\n0,a,1.5\n", "line 2: column 'hot': '1.5' is not allowed"),
            ("second,domain,hot\n0,,5\n", "line 2: column 'domain': '' is not allowed, it takes 1 to 64 characters"),
            (
                "second,domain,hot\n1,a,5\n",
                "line 2: column 'second': 1 is not allowed, the first line of domain 'a' is at 0"
            ),
            ("second,domain,hot\n0,a,5\n0,a,6\n", "line 3: column 'second': 0 is not allowed, it takes 1 or more here"),
            (
                "second,domain,hot\n0,a,5\n0,b,5\n9,a,6\n8,b,1\n",
                "line 5: column 'second': 8 is not allowed, it takes 9 or more here"
            ),
        ]
    )
    func refuses(text: String, complaint: String) {
        #expect {
            try Recording(parsing: text)
        } throws: { error in
            "\(error)".contains(complaint)
        }
    }

    @Test("There are at most 256 domains")
    func refusesACrowd() {
        let lines = (0...256).map { "0,guest-\($0),1\n" }.joined()
        let last = TraceError(line: 258, problem: .tooMany(domain: "guest-256"))
        #expect(throws: last) { try Recording(parsing: "second,domain,hot\n" + lines) }
    }

    @Test("A host made of a recording has room for its busiest moment, and every domain starts at once")
    func makesAHost() throws {
        let scenario = Scenario.recorded(try Recording(parsing: Self.text), name: "mine")
        #expect(scenario.domains.map(\.name) == ["web", "db"])
        var simulator = Simulator(scenario, policy: BallastPolicy(settings: scenario.settings))
        let result = simulator.run()
        #expect(simulator.host.domains.count == 3)
        #expect(result.startDelaySeconds == 0)
        #expect(result.stallSeconds < 1)
    }

    @Test("The sample in the documentation is what the comparison replays")
    func documentsTheSample() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/sample-trace.csv")
        #expect(try String(contentsOf: file, encoding: .utf8) == Scenario.sampleRecording)
    }

    @Test("A recording alone is compared alone, and with a name before the scenarios of that name")
    func comparesRecordings() throws {
        let scenario = Scenario.recorded(try Recording(parsing: Self.text), name: "mine")
        let alone = try SimulateOptions(mode: .list, recorded: scenario).run().text
        #expect(alone.hasPrefix("mine: ") && alone.split(separator: "\n").count == 1)
        let both = try SimulateOptions(mode: .list, scenarios: ["tiny"], recorded: scenario).run().text
        #expect(both.split(separator: "\n").map { $0.prefix(4) } == ["mine", "tiny"])
    }
}
