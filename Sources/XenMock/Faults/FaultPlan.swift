import Xen

/// The draws of ``MockFaults`` for one daemon.
struct FaultPlan {
    var faults = MockFaults.none {
        didSet {
            random = SeededRandom(faults.seed)
            conflictsLeft = 0
        }
    }
    /// Failures that a test has asked for one by one.
    var injected: [Injected] = []
    private var random = SeededRandom(1)
    private var conflictsLeft = 0
    private var requests = 0
    private var heldBack: [(due: Int, client: Int, message: WireMessage)] = []

    struct Injected {
        let operation: WireOperation
        let errno: WireErrno
        var remaining: Int
    }

    /// How the next request fails, nil if it is carried out.
    mutating func failure(of message: WireMessage) -> WireErrno? {
        requests += 1
        if let index = injected.firstIndex(where: { $0.operation == message.operation }) {
            injected[index].remaining -= 1
            let errno = injected[index].errno
            if injected[index].remaining <= 0 { injected.remove(at: index) }
            return errno
        }
        if message.operation == .transactionEnd, message.payload.first == UInt8(ascii: "T") {
            if conflictsLeft == 0, random.happens(faults.conflict) { conflictsLeft = max(1, faults.conflictSeries) }
            guard conflictsLeft > 0 else { return nil }
            conflictsLeft -= 1
            return .EAGAIN
        }
        return Self.changes(message.operation) && random.happens(faults.refusal) ? faults.refusalErrno : nil
    }

    /// Which of a connection's watches fires for nothing, nil for none.
    mutating func spurious(of watches: Int) -> Int? {
        guard watches > 0, random.happens(faults.spurious) else { return nil }
        return Int.random(in: 0..<watches, using: &random)
    }

    /// Passes on what of a connection's messages goes out now: answers always, events unless they are held back or
    /// dropped.
    mutating func pass(_ messages: [WireMessage], to client: Int, _ send: ([WireMessage]) -> Void) {
        guard faults.delay > 0 || faults.coalescing > 0 || !heldBack.isEmpty else { return send(messages) }
        var passed: [WireMessage] = []
        var isHolding = heldBack.contains { $0.client == client }
        for message in messages {
            guard message.operation == .watchEvent else {
                passed.append(message)
                continue
            }
            if passed.last == message, random.happens(faults.coalescing) { continue }
            if !isHolding, random.happens(faults.delay) { isHolding = true }
            if isHolding {
                heldBack.append((requests + faults.delayRequests, client, message))
            } else {
                passed.append(message)
            }
        }
        if !passed.isEmpty { send(passed) }
    }

    /// The messages whose time has come, or all that are held back.
    mutating func release(all: Bool) -> [(client: Int, message: WireMessage)] {
        guard !heldBack.isEmpty else { return [] }
        let now = requests
        let due = heldBack.filter { all || $0.due <= now }
        heldBack.removeAll { all || $0.due <= now }
        return due.map { ($0.client, $0.message) }
    }

    /// Whether anything is held back.
    var isHolding: Bool {
        !heldBack.isEmpty
    }

    private static func changes(_ operation: WireOperation) -> Bool {
        [.write, .makeDirectory, .remove, .setPermissions, .watch, .transactionStart].contains(operation)
    }
}
