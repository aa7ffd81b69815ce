/// How a guest is virtualised.
public enum GuestType: String, Sendable, Hashable, CaseIterable {
    /// By its own kernel, which knows of Xen.
    case pv
    /// By the processor, with Xen's interfaces and no emulated devices.
    case pvh
    /// By the processor, with emulated devices.
    case hvm
}
