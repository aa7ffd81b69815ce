public import Xen

/// A domain as `xl create` would put it into xenstore.
public struct MockDomain: Sendable, Hashable {
    /// Its domid.
    public var id: DomainID
    /// Its name in `xl list`.
    public var name: String
    /// Its identity.
    public var uuid: DomainUUID
    /// What it is given at the start.
    public var target: KiB
    /// What it may be given at most.
    public var staticMaximum: KiB
    /// The video memory of an HVM domain, which counts as its own but is not its balloon's; 0 for PV and PVH.
    public var videoMemory: KiB

    /// Makes a description.
    ///
    /// - Parameters:
    ///   - uuid: made of the domid where nil.
    ///   - staticMaximum: `target` where nil.
    public init(
        _ id: DomainID,
        name: String,
        uuid: DomainUUID? = nil,
        target: KiB,
        staticMaximum: KiB? = nil,
        videoMemory: KiB = .zero
    ) {
        self.id = id
        self.name = name
        self.uuid = uuid ?? DomainUUID(high: 0xBA11_A570_0000_4000, low: 0x8000_0000_0000_0000 | UInt64(id.rawValue))
        self.target = target
        self.staticMaximum = staticMaximum ?? target
        self.videoMemory = videoMemory
    }
}

extension MockXenstore {
    /// Writes what xl writes for a new domain (libxl_create.c and libxl_dom.c of Xen) and introduces it: the home
    /// directory, which the domain may read; the nodes in it that it may write; `/vm/<uuid>`.
    public func create(_ domain: MockDomain) throws(StoreError) {
        addDomain(domain.id)
        let store = connect()
        let home = StorePath.domain(domain.id)
        let vm = StorePath("/vm/\(domain.uuid)")
        let readable = [StorePermission(.none, .zero), StorePermission(.read, domain.id)]
        let own = [StorePermission(.none, domain.id)]
        let _: Void = try store.transaction { transaction throws(StoreError) in
            for (path, permissions) in [
                (home, readable), (vm, readable), (home.appending("memory"), readable),
                (home.appending("device"), readable), (home.appending("control"), readable),
                (home.appending("control/shutdown"), own), (home.appending("control/feature-poweroff"), own),
                (home.appending("control/feature-reboot"), own), (home.appending("control/feature-suspend"), own),
                (home.appending("control/sysrq"), own), (home.appending("data"), own), (home.appending("drivers"), own),
                (home.appending("feature"), own), (home.appending("attr"), own), (home.appending("error"), own),
            ] {
                _ = try store.request(.makeDirectory(path), in: transaction)
                try store.setPermissions(path, permissions, in: transaction)
            }
            for (path, value) in [
                (vm.appending("uuid"), "\(domain.uuid)"), (vm.appending("name"), domain.name),
                (vm.appending("memory"), "\(domain.target.count / 1024)"),
                (home.appending("vm"), vm.text), (home.appending("name"), domain.name),
                (home.appending("domid"), "\(domain.id)"),
                (home.appending("memory/static-max"), "\(domain.staticMaximum.count)"),
                (home.appending("memory/target"), "\(domain.target.count)"),
                (home.appending("memory/videoram"), "\(domain.videoMemory.count)"),
            ] {
                try store.write(path, value, in: transaction)
            }
            return .commit(())
        }
        introduce(domain.id)
    }

    /// Does what `xl destroy` and Xen do together: the domain goes with its home and its `/vm` directory.
    public func remove(_ domain: MockDomain) throws(StoreError) {
        let store = connect()
        destroy(domain.id)
        try store.remove(.domain(domain.id))
        try store.remove(StorePath("/vm/\(domain.uuid)"))
    }
}
