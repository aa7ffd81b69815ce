import Glibc
import Xen

/// One accepted socket. Only the server's thread touches it.
final class ServerConnection {
    let socket: Int32
    /// The daemon's number for it.
    let number: Int
    private let xenstore: MockXenstore
    private let mailbox: ServerMailbox
    private let limits: ServerLimits
    private var decoder = WireDecoder()
    /// Bytes on their way out, from `sent` on.
    private var output: [UInt8] = []
    private var sent = 0
    private(set) var isClosed = false
    private let isPrivileged: Bool
    private let faults: MockFaults
    private var random: SeededRandom
    /// How many of the bytes on their way out still go before the connection is cut off.
    private var cut: Int?

    init(
        _ socket: Int32,
        _ domain: DomainID,
        _ xenstore: MockXenstore,
        _ mailbox: ServerMailbox,
        _ limits: ServerLimits
    ) {
        self.socket = socket
        self.xenstore = xenstore
        self.mailbox = mailbox
        self.limits = limits
        isPrivileged = domain == .zero
        number = xenstore.open(as: domain, mailbox)
        faults = xenstore.faults
        // Each connection draws for itself, so that what it meets does not depend on the others.
        random = SeededRandom(faults.seed &+ UInt64(number))
        if var size = faults.sendBuffer.map(Int32.init(clamping:)) {
            setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
    }

    /// What to wait for: room for what is to be sent, and requests unless the client has too much to take first.
    var interest: EventPoll.Interest {
        var interest: EventPoll.Interest = []
        if hasOutput { interest.insert(.output) }
        if mayRead { interest.insert(.input) }
        return interest
    }

    /// What the loop waits for now.
    var registered = EventPoll.Interest.input

    /// Reads what has come and carries it out.
    func read(_ scratch: inout [UInt8]) {
        while true {
            let count = Glibc.read(socket, &scratch, min(scratch.count, faults.pieces ?? .max))
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { return }
            guard count > 0 else { return close() }
            decoder.append(scratch[..<count])
            return serve()
        }
    }

    /// Sends what waits, as far as the client takes it, and goes on with requests that had to wait for that.
    func write() {
        flush()
        if decoder.missing == 0, mayRead { serve() }
        if mailbox.isGone { close() }
    }

    /// Ends the connection. The descriptor is kept until ``release()``, so that its number stays this connection's while
    /// there may be news for it.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        xenstore.close(number)
        shutdown(socket, Int32(SHUT_RDWR))
    }

    /// Gives the descriptor back.
    func release() {
        Glibc.close(socket)
    }

    private var waiting: Int {
        output.count - sent + mailbox.size
    }

    private var hasOutput: Bool {
        sent < output.count || mailbox.size > 0
    }

    private var mayRead: Bool {
        guard waiting <= limits.backlog else { return false }
        return isPrivileged || sent == output.count || mailbox.answers < xenstore.quotas.outstanding
    }

    private func serve() {
        repeat {
            mailbox.isAttended = true
            while mayRead, !isClosed {
                let message: WireMessage?
                do {
                    message = try decoder.next()
                } catch {
                    // The client breaks the protocol; xenstored drops it without a word, and what it had set up.
                    return close()
                }
                guard let message else { break }
                if faults.pause > .zero { Self.sleep(faults.pause) }
                guard xenstore.handle(message, from: number) else { return close() }
            }
            // What comes from now on may come behind the look into the box below.
            mailbox.isAttended = false
            flush()
        } while !isClosed && decoder.missing == 0 && mayRead
    }

    private func flush() {
        while !isClosed {
            if sent == output.count {
                output.removeAll(keepingCapacity: true)
                sent = 0
                mailbox.empty { message in
                    let start = output.count
                    message.encode(into: &output)
                    guard cut == nil, message.operation != .watchEvent, random.happens(faults.drop) else { return }
                    cut = Int.random(in: start..<output.count, using: &random)
                }
                if output.isEmpty { return }
            }
            guard output.count - sent <= limits.hangUp else { return close() }
            let room = min((cut ?? output.count) - sent, faults.pieces ?? .max)
            guard room > 0 else { return close() }
            let count = output.withUnsafeBytes { bytes in
                Glibc.send(socket, bytes.baseAddress?.advanced(by: sent), room, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN {
                if mailbox.size > limits.hangUp { close() }
                return
            }
            guard count > 0 else { return close() }
            sent += count
        }
    }

    private static func sleep(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        // A signal may cut it short, which is no harm.
        nanosleep(&time, nil)
    }
}
