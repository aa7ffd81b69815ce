public import Xen

/// The part of the status that tells of settings: values in force that stand nowhere else in the store.
///
/// `/tool/ballast/status/settings/<source>/<key>` for the host and `…/<source>/domain/<domain>/<key>` for a domain, where
/// the source is `command-line`, `file` or `xenstore`; a byte of a domain's name that no node may have is written as `@`
/// and two hexadecimal digits.
public enum PublishedSettings {
    private static let domains = "domain"

    /// What is published of the layers, with paths below the status.
    static func texts(of layers: SettingsLayers) -> [(path: String, text: String?)] {
        var texts: [(path: String, text: String?)] = []
        for source in SettingsLayers.Source.allCases {
            let home = "settings/\(source.rawValue)"
            let layer = layers[source]
            for (key, value) in layer.host { texts.append(("\(home)/\(key)", "\(value)")) }
            for (domain, values) in layer.domains {
                let home = "\(home)/\(domains)/\(node(of: domain))"
                for (key, value) in values { texts.append(("\(home)/\(key)", "\(value)")) }
            }
        }
        return texts
    }

    /// Reads what an agent has published.
    ///
    /// - Throws: what the store says.
    public static func read(from store: some Store) throws(StoreError) -> SettingsLayers {
        var layers = SettingsLayers()
        for source in SettingsLayers.Source.allCases {
            let home = AgentTree.settings.appending(source.rawValue)
            for key in try store.directoryIfPresent(home) where key != domains {
                layers[source][key, nil] = try value(of: key, at: home, store)
            }
            let below = home.appending(domains)
            for node in try store.directoryIfPresent(below) {
                let home = below.appending(node)
                for key in try store.directoryIfPresent(home) {
                    layers[source][key, domain(of: node)] = try value(of: key, at: home, store)
                }
            }
        }
        return layers
    }

    private static func value(
        of key: String,
        at home: StorePath,
        _ store: some Store
    ) throws(StoreError) -> SettingValue? {
        guard let text = try store.readIfPresent(home.appending(key)) else { return nil }
        return SettingDefinition.named(key)?.kind.value(of: String(decoding: text, as: UTF8.self))
    }

    /// The node that stands for a domain.
    static func node(of domain: String) -> String {
        var node: [UInt8] = []
        for byte in domain.utf8 {
            if byte != UInt8(ascii: "@"), StorePath.isNameByte(byte) {
                node.append(byte)
            } else {
                node += "@\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
            }
        }
        return String(decoding: node, as: UTF8.self)
    }

    /// The domain that a node stands for.
    static func domain(of node: String) -> String {
        var domain: [UInt8] = []
        var rest = node.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "@"), rest.count >= 2,
                let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else {
                domain.append(byte)
                continue
            }
            domain.append(code)
            rest = rest.dropFirst(2)
        }
        return String(decoding: domain, as: UTF8.self)
    }
}
