import Seeded
import Xen

/// Makes up requests: mixed, nested, overlapping, and some of them malformed.
struct Generator {
    private var random: SplitMix64
    /// Below which paths the requests are.
    private let roots: [String]
    /// Domains that exist on both sides, and one that does on neither.
    private let domains: [UInt16]
    /// Whether a guest's kernel passes the requests on. It has a say in some: a message of it has 4,096 bytes with its
    /// header, and it keeps the watches itself: each needs a token of its own and has to be taken back once.
    let isInGuest: Bool
    private var lastToken = 0

    init(seed: UInt64, roots: [String], domains: [UInt16], isInGuest: Bool) {
        random = SplitMix64(seed: seed)
        self.roots = roots
        self.isInGuest = isInGuest
        self.domains = domains
    }

    mutating func pick(below count: Int) -> Int {
        Int.random(in: 0..<count, using: &random)
    }

    var anyRoot: String {
        mutating get { roots[pick(below: roots.count)] }
    }

    /// A request for a connection that has this many transactions open and has set these watches.
    mutating func next(transactions: Int, watches: [Session.WatchKey]) -> Draft {
        var draft = draft(transactions, watches)
        // A server hangs up on more than that; it is tried apart from the rest.
        let limit = WireHeader.payloadMaximum - (isInGuest ? WireHeader.size : 0)
        draft.payload = Array(draft.payload.prefix(limit))
        let takesTransaction = draft.operation != .transactionStart && draft.operation != .resetWatches
        if draft.transaction == nil, takesTransaction {
            if transactions > 0, random.chance(60) {
                draft.transaction = pick(below: transactions)
            } else if random.chance(1), !isInGuest || Self.nodeOperations.contains(draft.operation) {
                draft.strayTransaction = .random(in: 1_000_000...2_000_000, using: &random)
            }
        }
        return draft
    }

    /// A guest's kernel knows itself that there is no such transaction, before it is known whether the request is one
    /// that a guest may make. For these it makes no difference.
    private static let nodeOperations: Set<WireOperation> = [
        .read, .write, .makeDirectory, .remove, .directory, .directoryPart, .getPermissions, .setPermissions,
    ]

    private mutating func draft(_ transactions: Int, _ watches: [Session.WatchKey]) -> Draft {
        switch pick(below: 100) {
        case 0..<16: return Draft(.read(path()))
        case 16..<36: return Draft(.write(path(), value()))
        case 36..<41: return Draft(.makeDirectory(path()))
        case 41..<47: return Draft(.remove(path()))
        case 47..<54: return Draft(.directory(path()))
        case 54..<57:
            var draft = Draft(.directoryPart(path(), offset: random.chance(50) ? 0 : pick(below: 5000)))
            draft.comparison = .withoutGeneration
            return draft
        case 57..<63: return Draft(.getPermissions(path()))
        case 63..<70:
            let path = path()
            // The xenstored of Xen 4.17 dies of an unknown special name here.
            return Draft(.setPermissions(path.text.hasPrefix("@") ? StorePath(anyRoot) : path, permissions()))
        case 70..<75: return watch(watches)
        case 75..<79: return unwatch(watches)
        case 79..<84:
            guard transactions < 8 else { return end(transactions) }
            var draft = Draft(.transactionStart)
            draft.comparison = .transaction
            return draft
        case 84..<91: return end(transactions)
        case 91..<94: return domainRequest()
        // In a guest it would take the kernel's own watches away.
        case 94: return !isInGuest && random.chance(10) ? Draft(.resetWatches) : Draft(.read(path()))
        default: return malformed()
        }
    }

    private mutating func end(_ transactions: Int) -> Draft {
        let commit = WireRequest.transactionEnd(commit: random.chance(80))
        // A guest's kernel does not hand out the answer to one that ends nothing.
        guard transactions > 0 || !isInGuest else { return Draft(.read(path())) }
        return transactions > 0 ? Draft(commit, in: pick(below: transactions)) : Draft(commit)
    }

    private mutating func watch(_ watches: [Session.WatchKey]) -> Draft {
        guard watches.count < 12 else { return unwatch(watches) }
        let special: [StorePath] = [.introduceDomain, .releaseDomain, "@other"]
        let path = random.chance(8) ? special[pick(below: 3)] : path()
        guard isInGuest else { return Draft(.watch(path, token: "token-\(pick(below: 4))")) }
        lastToken += 1
        return Draft(.watch(path, token: "token-\(lastToken)"))
    }

    private mutating func unwatch(_ watches: [Session.WatchKey]) -> Draft {
        guard !watches.isEmpty, isInGuest || random.chance(85) else {
            return isInGuest ? Draft(.read(path())) : Draft(.unwatch(path(), token: "token-0"))
        }
        return Draft(.unwatch, watches[pick(below: watches.count)].payload)
    }

    private mutating func path() -> StorePath {
        if random.chance(3) { return invalidPath() }
        let names = ["a", "b", "c-1", "D_2"]
        var path = roots[pick(below: roots.count)]
        // A directory with so many children that its list does not fit a message.
        if random.chance(9) {
            path += "/many"
            if random.chance(80) { path += "/a-child-with-a-long-name-\(pick(below: 400))" }
            return StorePath(path)
        }
        for _ in 0..<pick(below: 4) { path += "/" + names[pick(below: names.count)] }
        return StorePath(path)
    }

    private mutating func invalidPath() -> StorePath {
        let root = roots[pick(below: roots.count)]
        let paths = [
            "", "/", "//", root + "/", root + "//a", root + "/a b", root + "/\u{FC}", "@nobody", root + "/a.b",
            root + "/" + String(repeating: "x", count: 1024 + pick(below: 2000)),
            "/local/domain/12345/" + String(repeating: "y", count: 2030 + pick(below: 40)),
        ]
        let path = paths[pick(below: paths.count)]
        // What the root directory holds is not the same on both sides.
        return StorePath(path == "/" ? "/a//" : path)
    }

    private mutating func value() -> [UInt8] {
        let count = random.chance(5) ? pick(below: 2500) : pick(below: 40)
        let isText = random.chance(80)
        return (0..<count).map { _ in UInt8(isText ? 0x30 + pick(below: 10) : pick(below: 256)) }
    }

    private mutating func permissions() -> [StorePermission] {
        let letters: [StorePermission.Access] = [.none, .read, .write, .both]
        return (0...pick(below: random.chance(5) ? 8 : 3)).map { _ in
            StorePermission(letters[pick(below: 4)], DomainID(domains[pick(below: domains.count)]))
        }
    }

    private mutating func domainRequest() -> Draft {
        let domain = DomainID(domains[pick(below: domains.count)])
        switch pick(below: 8) {
        case 0, 1: return Draft(.getDomainPath(domain))
        case 2, 3: return Draft(.isDomainIntroduced(domain))
        case 4: return Draft(.resume(domain))
        case 5: return Draft(.release(DomainID(domains.max().map { $0 + 900 } ?? 900)))
        case 6: return Draft(.control("quota"))
        default: return Draft(.getDomainPath(DomainID(UInt16.random(in: 0...UInt16.max, using: &random))))
        }
    }
}
