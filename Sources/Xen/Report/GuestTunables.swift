/// What dom0 sets for the agent of a guest; what is absent stays with the guest's own choice.
public struct GuestTunables: Sendable, Hashable {
    /// How often the agent reports while figures move a little, and the interval of ``swapInertia``, in seconds from 1 to
    /// ``longestInterval``.
    public var intervalSeconds: Int?
    /// Whether pages are pulled back from swap.
    public var selfShrinking: Bool?
    /// The part of the swapped pages that is pulled back each interval is one by this many, from 1 to 10,000.
    public var swapHysteresis: Int?
    /// For how many intervals swap use must not have grown before, from 0 to 10,000.
    public var swapInertia: Int?

    /// The longest interval that can be set, in seconds.
    public static let longestInterval = 3600

    /// Leaves all to the guest.
    public init() {}

    private static let keys: [ReportKey] = [.interval, .selfShrinking, .swapHysteresis, .swapInertia]

    /// Replaces `bytes` by the line that says so.
    public func encode(into bytes: inout [UInt8]) {
        var line = ReportLine(reusing: &bytes)
        if let intervalSeconds { line.append(.interval, intervalSeconds) }
        if let selfShrinking { line.append(.selfShrinking, selfShrinking ? 1 : 0) }
        if let swapHysteresis { line.append(.swapHysteresis, swapHysteresis) }
        if let swapInertia { line.append(.swapInertia, swapInertia) }
        bytes = line.take()
    }

    /// Reads the line.
    ///
    /// - Throws: why it is none; nothing of it is to be used then.
    public init(parsing bytes: [UInt8]) throws(ReportError) {
        self.init()
        var scanner = try ReportScanner(bytes, keys: Self.keys)
        while let (key, number) = try scanner.next() {
            guard Self.range(of: key).contains(number) else { throw .number(key) }
            switch key {
            case .interval: intervalSeconds = number
            case .selfShrinking: selfShrinking = number == 1
            case .swapHysteresis: swapHysteresis = number
            default: swapInertia = number
            }
        }
    }

    private static func range(of key: ReportKey) -> ClosedRange<Int> {
        switch key {
        case .interval: 1...longestInterval
        case .selfShrinking: 0...1
        case .swapHysteresis: 1...10_000
        default: 0...10_000
        }
    }
}
