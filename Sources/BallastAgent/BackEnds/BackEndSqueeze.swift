import Ballooning
import ControlDomain
import Logging
import Xen

/// The squeeze of dom0's disk pools: the module's limit is 0 until the squeeze ends, and then what it was before.
///
/// What it was stands in xenstore for as long as it is lowered, written before it is lowered: whoever starts after the
/// agent was killed finds it there. A limit that is found to be other than the lowered one is the administrator's, and
/// stays.
struct BackEndSqueeze {
    private let module: BlockBackEnd
    private var squeeze = Squeeze()
    /// The limit before the squeeze; nil while there is none.
    private(set) var usual: Pages?

    /// The limit that blkback's own squeeze sets.
    private static let lowered = Pages.zero

    /// Where the limit before the squeeze stands, in pages.
    static let recordPath = AgentTree.root.appending("squeezed/max_buffer_pages")

    init(_ module: BlockBackEnd) {
        self.module = module
    }

    /// Whether the limit is lowered.
    var isOn: Bool { usual != nil }

    /// When the limit is to be restored.
    var end: Instant { isOn ? squeeze.end : .distantFuture }

    /// A sign of pressure: the limit is lowered, or stays so for longer.
    ///
    /// - Returns: whether it has just been lowered.
    mutating func press(
        at now: Instant,
        for duration: Milliseconds,
        in store: some Store
    ) throws(BackEndSqueezeError) -> Bool {
        guard let limit = module.poolLimit else { return false }
        if isOn, limit == Self.lowered {
            squeeze.press(now: now, for: duration)
            return false
        }
        // Nothing to take; or the administrator has just said so.
        guard limit > Self.lowered else { return false }
        do {
            // One request and no more: xenstored itself waits for dom0's memory now. Its node is dom0's own, as the tree is.
            try store.write(Self.recordPath, "\(limit.count)")
            try module.setPoolLimit(Self.lowered)
        } catch let error as KernelFiles.WriteError {
            try? store.removeIfPresent(Self.recordPath)
            throw .kernel(error)
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            return false
        }
        usual = limit
        squeeze.press(now: now, for: duration)
        return true
    }

    /// Restores the limit, unless somebody else has set it meanwhile.
    ///
    /// - Returns: the limit that is in force now.
    mutating func end(in store: some Store) throws(BackEndSqueezeError) -> Pages? {
        guard let usual else { return nil }
        do {
            let limit = try Self.restore(usual, module)
            self.usual = nil
            try store.removeIfPresent(Self.recordPath)
            return limit
        } catch let error as KernelFiles.WriteError {
            throw .kernel(error)
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            return nil
        }
    }

    /// Restores what a run before this one lowered and did not live to restore.
    ///
    /// - Returns: the limit that is in force now; nil if there was nothing to do.
    static func recover(_ module: BlockBackEnd, in store: some Store) throws(BackEndSqueezeError) -> Pages? {
        do {
            guard let text = try store.readIfPresent(recordPath) else { return nil }
            var limit: Pages?
            if let usual = KiB(parsing: text), usual > .zero { limit = try restore(Pages(usual.count), module) }
            try store.removeIfPresent(recordPath)
            return limit
        } catch let error as KernelFiles.WriteError {
            throw .kernel(error)
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            return nil
        }
    }

    private static func restore(_ usual: Pages, _ module: BlockBackEnd) throws(KernelFiles.WriteError) -> Pages? {
        guard let limit = module.poolLimit else { return nil }
        guard limit == lowered else { return limit }
        try module.setPoolLimit(usual)
        return usual
    }
}

/// Why a squeeze could not be begun or ended.
enum BackEndSqueezeError: Error, CustomStringConvertible {
    /// The kernel did not take the limit.
    case kernel(KernelFiles.WriteError)
    /// The store did not take, or give, the record.
    case store(StoreError)

    var description: String {
        switch self {
        case .kernel(let error): "\(error)"
        case .store(let error): "\(error)"
        }
    }
}
