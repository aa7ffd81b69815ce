import CXen
import Glibc
import Logging

/// A `xentoollog_logger` that hands libxenctrl's messages to a `Logger`, so that they end up where ours do and not on
/// a standard error that nobody reads.
@safe
final class LibxcLog: @unchecked Sendable {
    /// What libxenctrl takes for a logger; valid as long as this object lives.
    var pointer: UnsafeMutablePointer<xentoollog_logger> {
        unsafe UnsafeMutableRawPointer(storage).assumingMemoryBound(to: xentoollog_logger.self)
    }

    /// C calls back with a pointer to the first member, so the logger stands right behind it.
    private struct Storage {
        var functions: xentoollog_logger
        var logger: Logger
    }

    private let storage: UnsafeMutablePointer<Storage>

    init(_ logger: Logger) {
        unsafe storage = .allocate(capacity: 1)
        unsafe storage.initialize(
            to: Storage(
                functions: xentoollog_logger(
                    vmessage: { functions, level, number, context, format, arguments in
                        unsafe LibxcLog.message(functions, level, number, context, format, arguments)
                    },
                    progress: nil,
                    destroy: { _ in }
                ),
                logger: logger
            )
        )
    }

    deinit {
        unsafe storage.deinitialize(count: 1)
        unsafe storage.deallocate()
    }

    private static func message(
        _ functions: UnsafeMutablePointer<xentoollog_logger>?,
        _ level: xentoollog_level,
        _ number: Int32,
        _ context: UnsafePointer<CChar>?,
        _ format: UnsafePointer<CChar>?,
        _ arguments: CVaListPointer?
    ) {
        guard let functions = unsafe functions, let format = unsafe format, let arguments = unsafe arguments else {
            return
        }
        let logger = unsafe UnsafeMutableRawPointer(functions).assumingMemoryBound(to: Storage.self).pointee.logger
        // A message longer than this is cut; libxenctrl's are one line.
        var text = [CChar](repeating: 0, count: 512)
        _ = unsafe text.withUnsafeMutableBufferPointer { buffer in
            unsafe vsnprintf(buffer.baseAddress, buffer.count, format, arguments)
        }
        let line = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        var metadata: Logger.Metadata = ["libxc.message": "\(line)"]
        if let context = unsafe context { metadata["libxc.context"] = "\(unsafe String(cString: context))" }
        if number != -1 { metadata["errno"] = "\(number)" }
        logger.log(level: Logger.Level(level), "libxenctrl reports", metadata: metadata)
    }
}

extension Logger.Level {
    /// The level that corresponds to one of xentoollog.
    fileprivate init(_ level: xentoollog_level) {
        self =
            switch level {
            case XTL_CRITICAL: .critical
            case XTL_ERROR: .error
            case XTL_WARN: .warning
            case XTL_NOTICE, XTL_PROGRESS: .notice
            case XTL_INFO, XTL_DETAIL: .info
            case XTL_VERBOSE: .debug
            default: .trace
            }
    }
}
