import CXen
import Glibc
public import Xen

/// The machine's xenstore through libxenstore.
public final class SystemStore: Store {
    /// One element whenever libxenstore's event descriptor turns readable.
    public let wakeups: AsyncStream<Void>

    private let handle: StoreHandle
    private let readiness: DescriptorReadiness

    /// Connects to xenstored.
    ///
    /// - Throws: ``StoreError/Code/disconnected`` where no xenstored listens, ``StoreError/Code/denied`` where the
    ///   caller is not root.
    public init() throws(StoreError) {
        let handle = try StoreHandle()
        let readiness = DescriptorReadiness(handle.eventDescriptor())
        self.handle = handle
        self.readiness = readiness
        wakeups = readiness.stream
    }

    deinit {
        // The descriptor belongs to the handle, so nothing may poll it once the handle is closed.
        readiness.cancel()
    }

    /// The bytes of a node. The corresponding C function is `xs_read`.
    public func read(_ path: StorePath, in transaction: StoreTransaction) throws(StoreError) -> [UInt8] {
        try unsafe handle.withRaw { (raw) throws(StoreError) in
            var length: UInt32 = 0
            guard let bytes = unsafe xs_read(raw, transaction.rawValue, path.text, &length) else {
                throw failure(.read, path)
            }
            defer { unsafe free(bytes) }
            return unsafe [UInt8](UnsafeRawBufferPointer(start: bytes, count: Int(length)))
        }
    }

    /// The names of a node's children. The corresponding C function is `xs_directory`.
    public func directory(_ path: StorePath, in transaction: StoreTransaction) throws(StoreError) -> [String] {
        try unsafe handle.withRaw { (raw) throws(StoreError) in
            var count: UInt32 = 0
            guard let names = unsafe xs_directory(raw, transaction.rawValue, path.text, &count) else {
                throw failure(.directory, path)
            }
            defer { unsafe free(names) }
            return (0..<Int(count)).compactMap { index in
                unsafe names[index].map { unsafe String(cString: $0) }
            }
        }
    }

    /// Sets the bytes of a node. The corresponding C function is `xs_write`.
    public func write(_ path: StorePath, _ value: [UInt8], in transaction: StoreTransaction) throws(StoreError) {
        try unsafe handle.withRaw { (raw) throws(StoreError) in
            let done = unsafe value.withUnsafeBytes { bytes in
                unsafe xs_write(raw, transaction.rawValue, path.text, bytes.baseAddress, UInt32(bytes.count))
            }
            guard done else { throw failure(.write, path) }
        }
    }

    /// Removes a node with all below it. The corresponding C function is `xs_rm`.
    public func remove(_ path: StorePath, in transaction: StoreTransaction) throws(StoreError) {
        try unsafe handle.withRaw { (raw) throws(StoreError) in
            guard unsafe xs_rm(raw, transaction.rawValue, path.text) else { throw failure(.remove, path) }
        }
    }

    /// The access list of a node. The corresponding C function is `xs_get_permissions`.
    public func permissions(
        _ path: StorePath,
        in transaction: StoreTransaction
    ) throws(StoreError) -> [StorePermission] {
        try unsafe handle.withRaw { (raw) throws(StoreError) in
            var count: UInt32 = 0
            guard let list = unsafe xs_get_permissions(raw, transaction.rawValue, path.text, &count) else {
                throw failure(.permissions, path)
            }
            defer { unsafe free(list) }
            return unsafe UnsafeBufferPointer(start: list, count: Int(count)).map(StorePermission.init)
        }
    }

    /// Replaces the access list of a node. The corresponding C function is `xs_set_permissions`.
    public func setPermissions(
        _ path: StorePath,
        _ permissions: [StorePermission],
        in transaction: StoreTransaction
    ) throws(StoreError) {
        try unsafe handle.withRaw { (raw) throws(StoreError) in
            var list = permissions.map(xs_permissions.init)
            let done = unsafe list.withUnsafeMutableBufferPointer { list in
                unsafe xs_set_permissions(raw, transaction.rawValue, path.text, list.baseAddress, UInt32(list.count))
            }
            guard done else { throw failure(.setPermissions, path) }
        }
    }

    /// Opens a transaction. The corresponding C function is `xs_transaction_start`.
    public func begin() throws(StoreError) -> StoreTransaction {
        try unsafe handle.withRaw { (raw) throws(StoreError) in
            let transaction = unsafe xs_transaction_start(raw)
            guard transaction != XBT_NULL else { throw failure(.begin, nil) }
            return StoreTransaction(rawValue: transaction)
        }
    }

    /// Ends a transaction. The corresponding C function is `xs_transaction_end`.
    public func end(_ transaction: StoreTransaction, commit: Bool) throws(StoreError) {
        try unsafe handle.withRaw { (raw) throws(StoreError) in
            guard unsafe xs_transaction_end(raw, transaction.rawValue, !commit) else { throw failure(.end, nil) }
        }
    }

    /// Sets a watch. The corresponding C function is `xs_watch`.
    public func watch(_ path: StorePath, token: String) throws(StoreError) {
        try unsafe handle.withRaw { (raw) throws(StoreError) in
            guard unsafe xs_watch(raw, path.text, token) else { throw failure(.watch, path) }
        }
    }

    /// Takes a watch back. The corresponding C function is `xs_unwatch`.
    public func unwatch(_ path: StorePath, token: String) throws(StoreError) {
        try unsafe handle.withRaw { (raw) throws(StoreError) in
            guard unsafe xs_unwatch(raw, path.text, token) else { throw failure(.unwatch, path) }
        }
    }

    /// Takes events that have arrived. The corresponding C function is `xs_check_watch`.
    public func takeEvents(limit: Int) throws(StoreError) -> [WatchEvent] {
        let events = try unsafe handle.withRaw { (raw) throws(StoreError) in
            var events: [WatchEvent] = []
            while events.count < limit {
                guard let pair = unsafe xs_check_watch(raw) else {
                    let number = errno
                    if number == EAGAIN { break }
                    throw failure(.events, nil, errno: number)
                }
                defer { unsafe free(pair) }
                guard let path = unsafe pair[Int(XS_WATCH_PATH.rawValue)],
                    let token = unsafe pair[Int(XS_WATCH_TOKEN.rawValue)]
                else { continue }
                events.append(
                    WatchEvent(path: StorePath(unsafe String(cString: path)), token: unsafe String(cString: token))
                )
            }
            return events
        }
        readiness.rearm()
        return events
    }

    /// The failure that a C function has left in `errno`.
    ///
    /// libxenstore says EINVAL for a bad request and for a connection that has gone alike; only another request, one
    /// that cannot be bad, tells the two apart.
    private func failure(
        _ operation: StoreError.Operation,
        _ path: StorePath?,
        errno number: Int32 = errno
    ) -> StoreError {
        let error = StoreError(errno: number, operation, path: path)
        guard error.code == .invalid, !isConnected else { return error }
        return StoreError(.disconnected, operation, path: path)
    }

    private var isConnected: Bool {
        let alive: Bool? = try? unsafe handle.withRaw { raw in
            guard let path = unsafe xs_get_domain_path(raw, 0) else { return false }
            unsafe free(path)
            return true
        }
        return alive ?? false
    }
}
