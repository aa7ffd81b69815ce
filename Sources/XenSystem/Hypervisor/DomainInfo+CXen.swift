import CXen
import Xen

extension DomainInfo {
    /// The row that libxenctrl has filled.
    init(_ row: xc_domaininfo_t) {
        self.init(
            id: DomainID(row.domain),
            uuid: unsafe withUnsafeBytes(of: row.handle) { bytes in
                unsafe DomainUUID(
                    high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                    low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                )
            },
            flags: Flags(rawValue: row.flags),
            current: Pages(Int(clamping: row.tot_pages)),
            maximum: Pages(Int(clamping: row.max_pages)),
            claimed: Pages(Int(clamping: row.outstanding_pages))
        )
    }
}
