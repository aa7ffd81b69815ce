public import Xen

extension MockXenstore {
    /// Feeds bytes to a connection as a socket would, and hands out all that comes back. Nothing of it has to be a
    /// message: this is the way in for tests that try to break the parser.
    ///
    /// - Parameters:
    ///   - bytes: what a client sends.
    ///   - domain: who sends it.
    /// - Returns: the server's messages, and whether it keeps the connection.
    public func converse(_ bytes: [UInt8], as domain: DomainID = .zero) -> (messages: [WireMessage], isKept: Bool) {
        let mailbox = ServerMailbox {}
        let number = open(as: domain, mailbox)
        defer { close(number) }
        var decoder = WireDecoder()
        decoder.append(bytes)
        var messages: [WireMessage] = []
        do {
            while let message = try decoder.next() {
                let isKept = handle(message, from: number)
                mailbox.empty { messages.append($0) }
                guard isKept else { return (messages, false) }
            }
        } catch {
            return (messages, false)
        }
        return (messages, true)
    }
}
