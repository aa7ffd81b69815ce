import Glibc
import Testing
import Xen
import XenMock

/// Bytes that no client should send. The kept conversations in `Corpus` are run as they are and then damaged at random,
/// for a bounded number of rounds; `BALLAST_FUZZ_ROUNDS` asks for more, `BALLAST_FUZZ_SEED` for others.
@Suite("Mock parser under fire", .timeLimit(.minutes(10)))
struct FuzzTests {
    static let rounds = number("BALLAST_FUZZ_ROUNDS") ?? 1500
    static let seed = number("BALLAST_FUZZ_SEED") ?? 1

    private static func number(_ name: String) -> Int? {
        getenv(name).flatMap { Int(String(cString: $0)) }
    }

    @Test("Every kept conversation is answered, request by request, and leaves the daemon sound")
    func runsCorpus() throws {
        let corpus = try Corpus.load()
        #expect(corpus.count >= 8)
        for (name, bytes) in corpus {
            for domain in [DomainID.zero, DomainID(5)] {
                let xenstore = MockXenstore()
                let (messages, _) = xenstore.converse(bytes, as: domain)
                #expect(!messages.isEmpty, "\(name)")
                #expect(xenstore.inconsistencies == [], "\(name)")
            }
        }
    }

    @Test("Damaged conversations are answered or cut off, and leave the daemon sound", arguments: [0, 5] as [UInt16])
    func survivesDamage(domain: UInt16) throws {
        let corpus = try Corpus.load().map(\.bytes)
        var damage = Damage(seed: UInt64(Self.seed) &+ UInt64(domain), corpus)
        var xenstore = MockXenstore()
        for round in 0..<Self.rounds {
            // A new one now and then, lest the tree of the first rounds decides all that can happen in later ones.
            if round.isMultiple(of: 100) { xenstore = MockXenstore(version: damage.next([.v4_17, .latest])) }
            let bytes = damage.conversation()
            let (messages, _) = xenstore.converse(bytes, as: DomainID(domain))
            for message in messages {
                if message.payload.count > WireHeader.payloadMaximum { Issue.record("too long an answer") }
                if message.operation == .error, WireErrno(payload: message.payload) == nil {
                    Issue.record("an error without a name")
                }
            }
            let problems = xenstore.inconsistencies
            guard problems.isEmpty else {
                Issue.record("round \(round): \(problems) after \(bytes)")
                return
            }
        }
    }

    @Test("Clients that send damaged conversations and hang up at any moment leave the server to the others")
    func survivesClients() throws {
        let directory = TemporaryDirectory()
        let server = try MockXenstoreServer(
            path: directory.file("xs"),
            guests: [DomainID(5): directory.file("xs-5")]
        )
        defer { server.stop() }
        var damage = Damage(seed: UInt64(Self.seed), try Corpus.load().map(\.bytes))
        for _ in 0..<Self.rounds / 5 {
            let client = try #require(RawSocket(directory.file(damage.next(["xs", "xs-5"]))))
            let bytes = damage.conversation()
            client.send(Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &damage))))
            // Some take what there is to take, the others leave it.
            if damage.next([true, false, false]) { client.finish() }
        }
        let client = try WireClient(path: directory.file("xs"))
        try client.write("/after", "1")
        #expect(try client.read("/after") == Array("1".utf8))
        #expect(server.xenstore.inconsistencies == [])
    }

    @Test("A stream without sense leaves the decoder with no more than one message of it")
    func boundsDecoder() {
        var damage = Damage(seed: UInt64(Self.seed), [[]])
        for _ in 0..<200 {
            var decoder = WireDecoder()
            var isBroken = false
            for _ in 0..<50 where !isBroken {
                decoder.append(damage.noise())
                do {
                    while try decoder.next() != nil {}
                } catch {
                    isBroken = true
                }
                #expect(isBroken || decoder.waiting < WireHeader.size + WireHeader.payloadMaximum)
            }
        }
    }
}
