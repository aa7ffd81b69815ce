import Xen

extension SettingsLayers {
    /// The values of one source.
    public struct Layer: Sendable, Equatable {
        /// Host-wide values by key.
        public var host: [String: SettingValue] = [:]
        /// Values by domain, which is a uuid or a name, and by key.
        public var domains: [String: [String: SettingValue]] = [:]

        /// An empty layer.
        public init() {}

        /// The value of a key: the host's, or the one that a domain has of its own.
        public subscript(key: String, domain: String?) -> SettingValue? {
            get {
                if let domain { domains[domain]?[key] } else { host[key] }
            }
            set {
                guard let domain else {
                    host[key] = newValue
                    return
                }
                domains[domain, default: [:]][key] = newValue
                if domains[domain]?.isEmpty == true { domains[domain] = nil }
            }
        }

        /// Whether nothing is set.
        public var isEmpty: Bool {
            host.isEmpty && domains.isEmpty
        }

        /// The same values, each uuid in its usual spelling. Where one stands there in several, the last in order counts.
        public var canonical: Layer {
            var layer = self
            for (domain, values) in domains.sorted(by: { $0.key < $1.key }) {
                guard let uuid = DomainUUID(parsing: domain)?.description, uuid != domain else { continue }
                layer.domains[domain] = nil
                layer.domains[uuid, default: [:]].merge(values) { _, last in last }
            }
            return layer
        }
    }
}
