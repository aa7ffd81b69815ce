import Xen

/// The agent's connection to xenstore, opened anew with a growing distance whenever it fails.
///
/// A saved, restored or migrated guest keeps its connection: the kernel carries `/dev/xen/xenbus` over and sets our
/// watch anew under the new domid, and that makes the watch fire. So an event says that dom0 has written something for
/// us, or that the guest runs somewhere else; either way all is to be read and reported anew.
struct StoreLink {
    private let open: () throws(StoreError) -> WireClient
    private let log: GuestLog
    private var client: WireClient?
    /// What dom0 has set.
    private(set) var tunables = GuestTunables()
    private var backOff = BackOff(from: .seconds(1), to: .seconds(30))
    private var nextAttempt: Duration?
    private var lastError: StoreError?
    private var sequence: Int
    private var line: [UInt8] = []
    /// Whether there was a request since events were taken.
    private var hasAsked = false
    /// Whether the event that answers the setting of the watch is still to come.
    private var awaitsFirstEvent = false

    /// Makes a link that is not connected yet.
    ///
    /// - Parameters:
    ///   - sequence: the number before the first line's. Lines of an agent's two lives should differ.
    ///   - open: connects.
    init(sequence: Int, log: GuestLog, open: @escaping () throws(StoreError) -> WireClient) {
        self.sequence = sequence
        self.log = log
        self.open = open
    }

    /// The descriptor to poll, nil while there is no connection.
    var descriptor: Int32? {
        client?.fileDescriptor
    }

    /// Connects if there is no connection and it is time to try.
    ///
    /// - Returns: whether a new connection was made.
    mutating func connect(at now: Duration) -> Bool {
        guard client == nil else { return false }
        if let nextAttempt, now < nextAttempt { return false }
        do {
            let client = try open()
            try client.watch(ReportFormat.settingsPath, token: "settings")
            self.client = client
            awaitsFirstEvent = true
            hasAsked = true
            nextAttempt = nil
            return true
        } catch {
            fail(error, at: now)
            return false
        }
    }

    /// Writes a report, and an urgent request right behind it, each under the next sequence number.
    ///
    /// - Returns: whether what there was has arrived.
    mutating func send(_ report: MemoryReport?, need: KiB? = nil, at now: Duration) -> Bool {
        guard let client, report != nil || need != nil else { return false }
        var requests: [NodeRequest] = []
        if var report {
            report.sequence = nextSequence()
            report.encode(into: &line)
            requests.append(.write(ReportFormat.reportPath, line))
        }
        if let need {
            UrgentRequest(sequence: nextSequence(), need: need).encode(into: &line)
            requests.append(.write(ReportFormat.urgentPath, line))
        }
        hasAsked = true
        do {
            try client.change(requests, in: .none)
            backOff.succeed()
            if lastError != nil { log.notice("xenstore takes reports again") }
            lastError = nil
            return true
        } catch {
            fail(error, at: now)
            return false
        }
    }

    /// Takes the events that have come, without waiting.
    ///
    /// - Parameter isReadable: whether poll(2) has found something. Events may also have come with an answer; without
    ///   either there is nothing to ask for, and asking would allocate.
    /// - Returns: whether all is to be read and reported anew.
    mutating func takeEvents(at now: Duration, isReadable: Bool = true) -> Bool {
        guard let client, isReadable || hasAsked else { return false }
        hasAsked = false
        do {
            var count = 0
            while true {
                let events = try client.takeEvents(limit: 16)
                if events.isEmpty { break }
                count += events.count
            }
            guard count > 0 else { return false }
            defer { awaitsFirstEvent = false }
            return !awaitsFirstEvent || count > 1
        } catch {
            fail(error, at: now)
            return false
        }
    }

    /// Reads anew what dom0 has set. What cannot be read or used changes nothing: the last good settings stay.
    ///
    /// - Throws: why what stands there is not to be used.
    mutating func readTunables(at now: Duration) throws(ReportError) {
        guard let client else { return }
        hasAsked = true
        let bytes: [UInt8]?
        do {
            bytes = try client.readIfPresent(ReportFormat.settingsPath)
        } catch {
            // Settings that this guest may not read are none of its settings, and no reason to stop reporting.
            guard error.code == .denied else { return fail(error, at: now) }
            bytes = nil
        }
        tunables = try bytes.map { bytes throws(ReportError) in try GuestTunables(parsing: bytes) } ?? GuestTunables()
    }

    private mutating func nextSequence() -> Int {
        sequence = (sequence + 1) % ReportFormat.largestNumber
        return sequence
    }

    /// Whatever the failure, a new connection is the remedy that can be had: even a refusal may be for a domid that is
    /// no longer ours.
    private mutating func fail(_ error: StoreError, at now: Duration) {
        client = nil
        let wait = backOff.fail()
        nextAttempt = now + wait
        // Said once for each reason, however long it lasts.
        guard lastError != error else { return }
        lastError = error
        log.warning("xenstore does not take reports", ["error": "\(error)", "retry.in": "\(wait)"])
    }
}
