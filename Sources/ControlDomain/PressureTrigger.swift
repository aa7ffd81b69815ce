import Ballooning
import Glibc

/// A descriptor of the kernel's pressure file with a threshold set: poll(2) tells POLLPRI once tasks have waited longer.
struct PressureTrigger: ~Copyable {
    let descriptor: Int32

    /// The kernel's shortest window: it looks ten times in each, so that an alarm comes within 50 ms.
    private static let windowMicroseconds = 500_000

    /// Asks the kernel; nil where it has no PSI or refuses.
    init?(threshold: StallRate, files: KernelFiles) {
        let descriptor = open(files.location(of: PressureFile.path), O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        let stall = max(1, threshold.microsecondsPerSecond * Self.windowMicroseconds / 1_000_000)
        // The kernel takes the line with the zero that ends it.
        let line = Array("some \(stall) \(Self.windowMicroseconds)".utf8CString)
        guard Glibc.write(descriptor, line, line.count) == line.count else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }
}
