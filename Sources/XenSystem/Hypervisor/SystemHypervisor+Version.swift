import CXen
import Glibc
public import Xen

extension SystemHypervisor {
    /// The options that the hypervisor was started with. The corresponding C function is `xc_version` with
    /// `XENVER_commandline`.
    public func commandLine() throws(HypervisorError) -> String {
        try unsafe handle.withRaw { (raw) throws(HypervisorError) in
            var text = [CChar](repeating: 0, count: MemoryLayout<xen_commandline_t>.size)
            let result = unsafe text.withUnsafeMutableBytes { bytes in
                unsafe xc_version(raw, XENVER_commandline, bytes.baseAddress)
            }
            guard result >= 0 else { throw HypervisorError(.commandLine, errno: errno) }
            return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}
