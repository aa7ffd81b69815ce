import Xen
import XenMock

extension TestHost {
    static let reservations: StorePath = "/tool/ballast/reservations"

    /// Asks for memory as a tool does: everything in one transaction.
    func reserve(_ id: String, _ values: [String: String]) throws {
        let store = xenstore.connect()
        try store.transaction { (transaction) throws(StoreError) in
            for (key, value) in values.sorted(by: { $0.key < $1.key }) {
                try store.write(Self.reservations.appending(id).appending(key), value, in: transaction)
            }
            return .commit(())
        }
    }

    func reserve(_ id: String, min: Pages, max: Pages? = nil, for name: String? = nil) throws {
        var values = ["min": "\(min.kib.count)"]
        values["max"] = max.map { "\($0.kib.count)" }
        values["for"] = name
        try reserve(id, values)
    }

    func release(_ id: String) throws {
        try remove(Self.reservations.appending(id))
    }

    /// What the agent has answered.
    func answer(_ id: String, _ key: String = "state") -> String? {
        read(Self.reservations.appending(id).appending(key))
    }

    /// What the agent says that all reservations keep.
    var reserved: String? {
        read("/tool/ballast/status/reservations")
    }
}

extension Pages {
    /// As it stands in xenstore.
    var text: String { "\(kib.count)" }
}
