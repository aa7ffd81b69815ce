import Ballooning
import Xen

/// The plain selfballoon driver of the Linux kernel: every guest decides for itself from its own Committed_AS, and
/// whoever asks first is served first. Written from the driver's published rule and defaults.
public struct SelfballoonPolicy: BalancingPolicy {
    /// Its name in tables.
    public let name = "selfballoon"
    /// Nobody in dom0 listens.
    public let reporter: GuestReporter.Kind? = .silent

    private static let downHysteresis = 8

    /// Makes the policy.
    public init() {}

    /// Lets each guest take its step.
    public mutating func decide(_ view: borrowing PolicyView, into round: inout PolicyRound) {
        round.pauseMilliseconds = 5000
        for (domain, model) in zip(view.snapshot.domains, view.host.domains) where domain.isBalanced {
            guard model.isRunning else { continue }
            let guest = model.guest
            let kernel = guest.kernel / 2
            // The driver's later default: a tenth of the memory on top, after guests had been killed for lack of it.
            let goal = guest.committed + kernel + guest.watermark + guest.size / 10
            let current = guest.size
            var next = goal
            if current > goal { next = current - (current - goal) / Self.downHysteresis }
            next = max(next, Self.floor(model.spec.staticMaximum))
            let target = min(next + (model.held - guest.size) - model.spec.driver.offset, domain.largest)
            // Xen's limit stays where the toolstack left it: at the most that the guest may ever have.
            round.set(domain, to: target, slack: max(.mib(1), domain.largest - target + .mib(1)))
        }
    }

    /// The driver's smallest size for a guest of at most `largest` pages.
    private static func floor(_ largest: Pages) -> Pages {
        switch largest {
        case ..<Pages.mib(16): largest
        case ..<Pages.mib(64): .mib(16) + (largest - .mib(16)) / 2
        case ..<Pages.mib(512): .mib(40) + (largest - .mib(40)) / 8
        default: .mib(99) + (largest - .mib(99)) / 32
        }
    }
}
