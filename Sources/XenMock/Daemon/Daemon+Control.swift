import Xen

// CONTROL, as far as it makes sense without a hypervisor and a log file.
extension Daemon {
    func control(_ arguments: Arguments, _ client: Client) throws(WireErrno) -> Reply {
        let texts = arguments.texts.map { String(decoding: $0, as: UTF8.self) }
        guard let command = texts.first else { throw .EINVAL }
        let parameters = texts.dropFirst()
        switch command {
        case "check":
            guard parameters.isEmpty else { throw .EINVAL }
            return .done
        case "log":
            guard parameters.count == 1, ["on", "off"].contains(parameters.first) else { throw .EINVAL }
            return .done
        case "logfile", "print":
            guard parameters.count == 1 else { throw .EINVAL }
            return .done
        case "memreport":
            guard parameters.count <= 1 else { throw .EINVAL }
            return .done
        case "quota": return try quota(Array(parameters), of: Quotas.hard)
        case "quota-soft": return try quota(Array(parameters), of: Quotas.soft)
        case "help":
            guard parameters.isEmpty else { throw .EINVAL }
            return .text(Self.help)
        default: throw .EINVAL
        }
    }

    private func quota(_ parameters: [String], of entries: [Quotas.Entry]) throws(WireErrno) -> Reply {
        guard let first = parameters.first else {
            let rows = entries.map { entry in
                Self.padded(entry.name, 17) + ": " + Self.aligned(quotas[keyPath: entry.path])
                    + " \(entry.description)\n"
            }
            return .text("Quota settings:\n" + rows.joined())
        }
        if first == "set" {
            guard parameters.count == 3, let entry = entries.first(where: { $0.name == parameters[1] }) else {
                throw .EINVAL
            }
            let value = CNumber.integer(Array(parameters[2].utf8)[...])
            guard value >= 1 else { throw .EINVAL }
            quotas[keyPath: entry.path] = Int(value)
            return .done
        }
        guard parameters.count == 1, entries.count > 1 else { throw .EINVAL }
        let number = UInt32(bitPattern: CNumber.integer(Array(first.utf8)[...]))
        guard let domain = domains[number] else { throw .ENOENT }
        let usage = [
            ("nodes", domain.nodes), ("watches", domain.watches), ("transactions", domain.transactions),
            ("outstanding", clients.values.filter { $0.domain === domain }.map(\.outbox.count).reduce(0, +)),
            ("memory", 0),
        ]
        let rows = usage.map { name, count in Self.padded(name, 16) + ": " + Self.aligned(count) + "\n" }
        return .text("Domain \(number):\n" + rows.joined())
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.utf8.count))
    }

    private static func aligned(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: " ", count: max(0, 8 - digits.utf8.count)) + digits
    }

    /// A line for each command and its parameters.
    private static let help = """
        check\t
        log\ton|off
        logfile\t<file>
        memreport\t[<file>]
        print\t<string>
        quota\t[set <name> <val>|<domid>]
        quota-soft\t[set <name> <val>]
        help\t

        """
}
