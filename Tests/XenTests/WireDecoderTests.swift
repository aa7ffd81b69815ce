import Testing
import Xen

@Suite("Wire decoder")
struct WireDecoderTests {
    private static let conversation: [WireMessage] = [
        WireRequest.transactionStart.message(request: 1),
        WireMessage(.read, request: 2, payload: []),
        WireMessage(.watchEvent, payload: Array("memory/target\0token\0".utf8)),
        WireRequest.write("/a", Array(repeating: 0xFF, count: 300)).message(request: .max),
        WireMessage(WireOperation(rawValue: .max), request: 3, payload: [0, 0, 0]),
        WireMessage(.directory, request: 4, payload: Array(repeating: 0x61, count: WireHeader.payloadMaximum)),
    ]

    private static let stream = conversation.flatMap(\.encoded)

    @Test("Messages come out whole whatever the pieces in which they come in")
    func decodesEveryChunkSize() throws {
        for size in 1...Self.stream.count {
            var decoder = WireDecoder()
            var messages: [WireMessage] = []
            var start = 0
            while start < Self.stream.count {
                let end = min(start + size, Self.stream.count)
                decoder.append(Self.stream[start..<end])
                start = end
                while let message = try decoder.next() { messages.append(message) }
            }
            guard messages == Self.conversation, decoder.waiting == 0 else {
                Issue.record("pieces of \(size) bytes were put together wrongly")
                return
            }
        }
    }

    @Test("The decoder says how many bytes are missing, first of the header and then of the payload")
    func countsMissingBytes() throws {
        let bytes = WireRequest.read("/a").message().encoded
        var decoder = WireDecoder()
        for (index, byte) in bytes.enumerated() {
            #expect(decoder.missing == (index < 16 ? 16 - index : 19 - index))
            #expect(try decoder.next() == nil)
            decoder.append([byte])
        }
        #expect(decoder.missing == 0)
        #expect(try decoder.next() != nil)
        #expect(decoder.missing == 16)
    }

    @Test("Reading just what is missing never takes bytes of the message after")
    func readsExactly() throws {
        var decoder = WireDecoder()
        var rest = Self.stream[...]
        for expected in Self.conversation {
            while decoder.missing > 0 {
                let piece = rest.prefix(decoder.missing)
                rest = rest.dropFirst(piece.count)
                decoder.append(piece)
            }
            #expect(try decoder.next() == expected)
            #expect(decoder.waiting == 0)
        }
        #expect(rest.isEmpty)
    }

    @Test("A header that announces more than the limit is refused, also after good messages")
    func refusesOversized() throws {
        var decoder = WireDecoder()
        decoder.append(WireRequest.transactionStart.message().encoded)
        var header: [UInt8] = []
        WireHeader(operation: .write, request: 9, transaction: .none, length: 4097).encode(into: &header)
        decoder.append(header)
        #expect(try decoder.next()?.operation == .transactionStart)
        #expect(throws: WireDecoder.Failure.oversized(4097)) { try decoder.next() }
        #expect(decoder.missing == 0)
        #expect(throws: WireDecoder.Failure.oversized(4097)) { try decoder.next() }
    }

    @Test("A length of four gigabytes needs no memory to be refused")
    func refusesHugeLength() {
        var decoder = WireDecoder(limit: .max)
        var header: [UInt8] = []
        WireHeader(operation: .write, request: 9, transaction: .none, length: .max).encode(into: &header)
        decoder.append(header)
        #expect(decoder.missing == Int(UInt32.max))
        decoder = WireDecoder()
        decoder.append(header)
        #expect(throws: WireDecoder.Failure.oversized(.max)) { try decoder.next() }
    }
}
