import CXen
import Xen

extension StorePermission {
    /// The entry that libxenstore's struct holds.
    init(_ entry: xs_permissions) {
        let access: Access =
            switch entry.perms & UInt32(XS_PERM_READ | XS_PERM_WRITE) {
            case 0: .none
            case UInt32(XS_PERM_READ): .read
            case UInt32(XS_PERM_WRITE): .write
            default: .both
            }
        self.init(access, DomainID(UInt16(truncatingIfNeeded: entry.id)))
    }
}

extension xs_permissions {
    /// The struct that libxenstore wants for an entry.
    init(_ permission: StorePermission) {
        let bits =
            switch permission.access {
            case .none: XS_PERM_NONE
            case .read: XS_PERM_READ
            case .write: XS_PERM_WRITE
            case .both: XS_PERM_READ | XS_PERM_WRITE
            }
        self.init(id: UInt32(permission.domain.rawValue), perms: UInt32(bits))
    }
}
