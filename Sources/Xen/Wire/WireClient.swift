import Glibc
import Synchronization

/// A xenstore client in Swift alone: no libxenstore, and no thread unless ``wakeups`` is asked for.
///
/// It speaks to a daemon's unix socket or to the kernel's `/dev/xen/xenbus`. Any thread may call; requests go one after
/// another. A program with a poll(2) loop of its own waits until ``fileDescriptor`` is readable and calls
/// ``takeEvents(limit:)`` until that answers with none.
///
/// Events that arrive while a request waits for its answer are kept, at most ``defaultEventLimit`` of them unless
/// another limit is given. When they are that many, an event whose equal waits already is dropped, and for any other one
/// the connection is given up: a new one starts with an event for every watch, so no change is missed.
///
/// A request that gets no answer within the timeout gives the connection up as well. xenstored answers in microseconds;
/// one that is silent for ``defaultTimeout`` hangs, and a caller that waited with it would hang too.
public final class WireClient: WireStore {
    private let link: WireLink
    private let timeout: Duration?
    private let waker = Mutex<Waking?>(nil)

    private struct Waking {
        let waker: WireWaker
        let stream: AsyncStream<Void>
    }

    /// How many events wait at most unless the caller says otherwise.
    public static let defaultEventLimit = 4096

    /// How long an answer may take unless the caller says otherwise.
    public static let defaultTimeout = Duration.seconds(60)

    /// Connects.
    ///
    /// - Parameters:
    ///   - path: the daemon's socket, or the kernel's device.
    ///   - timeout: how long an answer may take, nil for ever.
    ///   - eventLimit: how many events wait at most.
    /// - Throws: ``StoreError/Code/disconnected`` if nobody is there, ``StoreError/Code/denied`` if this user may not.
    public init(
        path: String,
        timeout: Duration? = defaultTimeout,
        eventLimit: Int = defaultEventLimit
    ) throws(StoreError) {
        do {
            link = WireLink(try WireDescriptor.open(path: path), eventLimit: eventLimit)
        } catch {
            throw StoreError(error.connectCode, .connect, path: StorePath(path))
        }
        self.timeout = timeout
    }

    /// Takes over a connected socket, such as one end of a socketpair(2). It is closed with the client.
    package init(socket: Int32, timeout: Duration? = defaultTimeout, eventLimit: Int = defaultEventLimit) {
        link = WireLink(WireDescriptor(adopting: socket), eventLimit: eventLimit)
        self.timeout = timeout
    }

    /// Takes over a descriptor that takes one message a write, as the kernel's device does.
    package init(device: Int32, timeout: Duration? = defaultTimeout, eventLimit: Int = defaultEventLimit) {
        link = WireLink(WireDescriptor(adopting: device, isSocket: false), eventLimit: eventLimit)
        self.timeout = timeout
    }

    deinit {
        waker.withLock { $0?.waker.stop() }
    }

    /// The descriptor to poll(2) for reading; it belongs to the client. Events that came with an answer do not make it
    /// readable: take events after requests as well.
    public var fileDescriptor: Int32 {
        link.number
    }

    /// Sends a request and waits for its answer.
    public func exchange(
        _ request: WireRequest,
        in transaction: StoreTransaction
    ) throws(StoreError) -> Result<[UInt8], WireErrno> {
        guard let answer = try exchange([request], in: transaction).first else {
            throw StoreError(.malformed, request.kind, path: request.path)
        }
        return answer
    }

    /// Sends requests, the next before the answer to the one before has come, and waits for all answers.
    public func exchange(
        _ requests: [WireRequest],
        in transaction: StoreTransaction
    ) throws(StoreError) -> [Result<[UInt8], WireErrno>] {
        var calls: [WireLink.Call] = []
        calls.reserveCapacity(requests.count)
        for request in requests {
            let payload = request.payload
            // A server drops a client that sends more.
            guard payload.count <= WireHeader.payloadMaximum, request.isWellFormed else {
                throw StoreError(.invalid, request.kind, path: request.path)
            }
            calls.append(WireLink.Call(operation: request.operation, payload: payload))
        }
        let messages: [WireMessage]
        do {
            messages = try link.exchange(calls, in: transaction, timeout: timeout)
        } catch {
            let first = requests.first
            throw StoreError(error.code, first?.kind ?? .other, path: first?.path)
        }
        var answers: [Result<[UInt8], WireErrno>] = []
        answers.reserveCapacity(messages.count)
        for (request, message) in zip(requests, messages) {
            if message.operation == request.operation {
                answers.append(.success(message.payload))
            } else if message.operation == .error {
                // A name that is not on the list still says that the request has failed.
                answers.append(.failure(WireErrno(payload: message.payload) ?? .EINVAL))
            } else {
                throw StoreError(.malformed, request.kind, path: request.path)
            }
        }
        return answers
    }

    /// Takes events without waiting.
    public func takeEvents(limit: Int) throws(StoreError) -> [WatchEvent] {
        do {
            let events = try link.takeEvents(limit: limit)
            waker.withLock { $0?.waker.rearm() }
            return events
        } catch {
            throw StoreError(error.code, .events)
        }
    }

    /// Made on first use, and with it the thread that waits for news.
    public var wakeups: AsyncStream<Void> {
        waker.withLock { waking in
            if let waking { return waking.stream }
            let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            let new = WireWaker(link, continuation)
            waking = Waking(waker: new, stream: stream)
            new.start()
            return stream
        }
    }
}

extension WireDescriptor.Errno {
    fileprivate var connectCode: StoreError.Code {
        switch number {
        case ENOENT, ECONNREFUSED, ENXIO, ENODEV, ENOTDIR, EAGAIN: .disconnected
        case EACCES, EPERM: .denied
        case ENAMETOOLONG: .invalid
        default: .system(number)
        }
    }
}

extension WireLink.Failure {
    fileprivate var code: StoreError.Code {
        switch self {
        case .disconnected: .disconnected
        case .malformed: .malformed
        }
    }
}
