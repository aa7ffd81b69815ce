import Xen

/// The daemon itself: the tree and all that happens to it, one request after another, without sockets, threads or
/// clocks. Requests come in and answers and events go to the clients' outboxes.
///
/// The behaviour is that of the C xenstored of Xen, down to which nodes a refused request looks at: a transaction's
/// commit depends on that.
final class Daemon {
    /// The tree, by path: like the real one's, a flat table.
    var nodes: [TreePath: Node] = [:]
    /// Counts changes.
    var generation: UInt64 = 0
    var domains: [UInt32: Domain] = [:]
    var clients: [Int: Client] = [:]
    var watches = WatchTable()
    /// Who is told of domain life.
    var specialGrants: [TreePath: [Grant]]
    var quotas = Quotas()
    let version: XenVersion
    /// The clients whose outbox has something new.
    var news: [Client] = []
    /// The clients that are gone since somebody looked.
    var gone: [Int] = []
    private var lastClient = 0

    init(_ version: XenVersion) {
        self.version = version
        let nobody = [Grant(domain: 0, access: [])]
        specialGrants = [.introduceDomain: nobody, .releaseDomain: nobody]
        let zero = Domain(0, generation: 0)
        zero.isIntroduced = true
        zero.nodes = 3
        domains[0] = zero
        for (path, child) in [("/", "tool"), ("/tool", "xenstored"), ("/tool/xenstored", "")] {
            generation += 1
            var node = Node(generation: generation, grants: nobody)
            if !child.isEmpty { node.addChild(Array(child.utf8)[...]) }
            nodes[TreePath(path)] = node
        }
    }

    /// Lets a domain speak. A domain that the daemon has not heard of comes to be, but is not introduced.
    func connect(as number: UInt32) -> Client {
        let domain = domains[number] ?? addDomain(number)
        lastClient += 1
        let client = Client(lastClient, domain)
        clients[lastClient] = client
        return client
    }

    /// Forgets a connection with its watches and transactions.
    func disconnect(_ client: Client) {
        client.isClosed = true
        forget(client)
        client.outbox = []
        if clients.removeValue(forKey: client.number) != nil { gone.append(client.number) }
    }

    /// Drops what a connection has set up.
    func forget(_ client: Client) {
        for watch in client.watches { watches.remove(watch) }
        client.domain.watches -= client.watches.count
        client.watches = []
        client.domain.transactions -= client.transactions.count
        client.transactions = [:]
    }

    /// Carries out one request and answers it.
    ///
    /// - Parameter failure: what it fails with although it need not. A commit that fails so leaves nothing behind.
    func handle(_ message: WireMessage, from client: Client, failingWith failure: WireErrno? = nil) {
        let reply: Result<Reply, WireErrno>
        do throws(WireErrno) {
            if let failure {
                if message.operation == .transactionEnd { try abort(message, client) }
                throw failure
            }
            reply = .success(try perform(message, client))
        } catch {
            reply = .failure(error)
        }
        client.current = nil
        // A connection that the request has ended, such as that of a domain that released itself, gets no answer.
        guard !client.isClosed else { return }
        var answer = message
        switch reply {
        case .success(.payload(let bytes)) where bytes.count > WireHeader.payloadMaximum:
            answer.operation = .error
            answer.payload = WireErrno.E2BIG.payload
        case .success(let reply): answer.payload = reply.bytes
        case .failure(let errno):
            answer.operation = .error
            answer.payload = errno.payload
        }
        let events = client.held
        client.held = []
        send(answer, to: client)
        for event in events { send(event, to: client) }
    }

    private func abort(_ message: WireMessage, _ client: Client) throws(WireErrno) {
        var message = message
        message.payload = [UInt8(ascii: "F"), 0]
        _ = try perform(message, client)
    }

    /// Puts a message into a client's outbox.
    func send(_ message: WireMessage, to client: Client) {
        guard !client.isClosed else { return }
        client.outbox.append(message)
        if !client.isListed {
            client.isListed = true
            news.append(client)
        }
    }

    /// Counts a change.
    func nextGeneration() -> UInt64 {
        generation += 1
        return generation
    }

    func addDomain(_ number: UInt32) -> Domain {
        let domain = Domain(number, generation: generation)
        domains[number] = domain
        return domain
    }

    private func perform(_ message: WireMessage, _ client: Client) throws(WireErrno) -> Reply {
        let operation = message.operation
        guard version.knows(operation) else { throw .ENOSYS }
        guard client.isPrivileged || !isForToolstack(operation) else { throw .EACCES }
        // Watches are no part of a transaction; whatever number comes with them is not looked at.
        if operation != .watch, operation != .unwatch, message.transaction != .none {
            guard let transaction = client.transactions[message.transaction.rawValue] else { throw .ENOENT }
            client.current = transaction
        }
        let arguments = Arguments(message.payload)
        switch operation {
        case .read: return try read(arguments, client)
        case .write: return try write(arguments, client)
        case .directory: return try directory(arguments, client)
        case .directoryPart: return try directoryPart(arguments, client)
        case .makeDirectory: return try makeDirectory(arguments, client)
        case .remove: return try remove(arguments, client)
        case .getPermissions: return try getPermissions(arguments, client)
        case .setPermissions: return try setPermissions(arguments, client)
        case .watch: return try watch(arguments, client)
        case .unwatch: return try unwatch(arguments, client)
        case .resetWatches: return resetWatches(client)
        case .transactionStart: return try startTransaction(client)
        case .transactionEnd: return try endTransaction(arguments, client)
        case .introduce: return try introduce(arguments, client)
        case .release: return try release(arguments, client)
        case .getDomainPath: return try getDomainPath(arguments)
        case .isDomainIntroduced: return try isDomainIntroduced(arguments)
        case .resume: return try resume(arguments)
        case .setTarget: return try setTarget(arguments)
        case .control: return try control(arguments, client)
        case .getFeature: return try getFeature(arguments, client)
        case .setFeature: return try setFeature(arguments)
        case .getQuota: return try getQuota(arguments)
        case .setQuota: return try setQuota(arguments)
        default: throw .ENOSYS
        }
    }

    private func isForToolstack(_ operation: WireOperation) -> Bool {
        switch operation {
        case .getFeature: version < .v4_22
        case .control, .introduce, .release, .isDomainIntroduced, .resume, .setTarget, .setFeature, .getQuota,
            .setQuota:
            true
        default: false
        }
    }
}
