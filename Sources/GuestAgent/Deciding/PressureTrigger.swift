/// When the kernel is to wake the agent: some task of the guest stalled for so long within such a window (the kernel's
/// Documentation/accounting/psi.rst).
package struct PressureTrigger: Sendable, Hashable {
    /// The stall in microseconds.
    package var stall: Int
    /// The window in microseconds.
    package var window: Int

    /// Makes a trigger; nil unless the window is 0.5 to 10 s and the stall shorter than it, as the kernel asks.
    package init?(stall: Int, window: Int) {
        guard (500_000...10_000_000).contains(window), (1...window).contains(stall) else { return nil }
        self.init(unchecked: stall, window)
    }

    private init(unchecked stall: Int, _ window: Int) {
        self.stall = stall
        self.window = window
    }

    /// 5 % within the shortest window there is: the kernel looks ten times a window, so a burst shows within 50 ms.
    package static let standard = PressureTrigger(unchecked: 25_000, 500_000)

    /// What an agent without CAP_SYS_RESOURCE may ask for, from Linux 6.5 on: windows of whole multiples of 2 s.
    static let unprivileged = PressureTrigger(unchecked: 100_000, 2_000_000)

    /// What is written to the pressure file.
    var line: String {
        "some \(stall) \(window)"
    }
}
