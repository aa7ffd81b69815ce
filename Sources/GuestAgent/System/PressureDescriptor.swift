import Glibc

/// The kernel's promise to call when tasks stall for memory: a descriptor to poll(2) for POLLPRI.
struct PressureDescriptor: ~Copyable {
    let number: Int32
    /// What the kernel has agreed to.
    let trigger: PressureTrigger

    /// Asks the kernel; nil where it has no PSI or does not let us. A kernel that refuses the trigger because of missing
    /// rights is asked for one that needs none.
    init?(root: String, _ wanted: PressureTrigger) {
        for trigger in [wanted, .unprivileged] {
            let descriptor = open(root + MemorySampler.stallPath, O_RDWR | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else { return nil }
            // The kernel takes the line with the zero that ends it.
            let line = Array(trigger.line.utf8CString)
            if write(descriptor, line, line.count) == line.count {
                number = descriptor
                self.trigger = trigger
                return
            }
            close(descriptor)
        }
        return nil
    }

    deinit {
        close(number)
    }
}
