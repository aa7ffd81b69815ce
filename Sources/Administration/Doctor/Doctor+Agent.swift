import Ballooning
import Xen

extension Doctor {
    /// The agent and the guests, as it sees them.
    func agent() -> [Diagnosis] {
        guard case .success(let store) = facts.store else {
            return ["agent", "settings", "reports", "drivers"].map {
                Diagnosis($0, .skipped("xenstored does not answer"))
            }
        }
        var findings = [Diagnosis("settings", settings(store))]
        do throws(AdministrationError) {
            let status = try AgentStatus.read(from: store, isAlive: facts.isAlive)
            findings.insert(Diagnosis("agent", .fine("the agent runs, version \(status.host.version ?? "?")")), at: 0)
            let guests = status.domains.filter { $0.id != .zero && $0.state != DomainState.unmanaged.rawValue }
            findings += [Diagnosis("reports", reports(guests)), Diagnosis("drivers", drivers(guests))]
        } catch {
            findings.insert(Diagnosis("agent", .trouble("\(error)", mend: "systemctl start ballast")), at: 0)
            findings += ["reports", "drivers"].map { Diagnosis($0, .skipped("the agent is not running")) }
        }
        return findings
    }

    private func settings(_ store: any Store) -> Diagnosis.Finding {
        do {
            let refused = try RefusedSetting.all(in: store)
            guard !refused.isEmpty else { return .fine("no setting is refused") }
            return .trouble(
                "refused: " + refused.map(\.problem).joined(separator: "; "),
                mend: "set it to what is allowed, or take it back with \"ballast config unset\""
            )
        } catch {
            return .skipped("\(error)")
        }
    }

    private func reports(_ guests: [DomainStatus]) -> Diagnosis.Finding {
        guard !guests.isEmpty else { return .fine("there is no guest to report") }
        let silent = guests.filter { $0.state == DomainState.silent.rawValue }
        guard !silent.isEmpty else { return .fine("every guest reports what it needs") }
        let mend = "install ballast-guest in them; XAPI's guest tools and Qubes' meminfo-writer are understood as well"
        return silent.count == guests.count
            ? .trouble("no guest reports what it needs: memory is shared in proportion, not by need", mend: mend)
            : .advice("do not report what they need: \(Self.names(silent))", mend: mend)
    }

    private func drivers(_ guests: [DomainStatus]) -> Diagnosis.Finding {
        let stuck = guests.filter { guest in
            guest.state == DomainState.stuck.rawValue || guest.state == DomainState.uncooperative.rawValue
        }
        guard !stuck.isEmpty else { return .fine("every guest follows its target") }
        return .trouble(
            "do not follow their targets: \(Self.names(stuck))",
            mend:
                "load the balloon driver in them (Linux: CONFIG_XEN_BALLOON, Windows: the PV drivers), or take them out "
                + "with \"ballast config set selfballooning 0 --domain NAME\""
        )
    }

    /// A list that stays one line on a host with many domains.
    private static func names(_ domains: [DomainStatus]) -> String {
        let shown = domains.prefix(8).map(\.label).joined(separator: ", ")
        return domains.count > 8 ? "\(shown) and \(domains.count - 8) more" : shown
    }
}
