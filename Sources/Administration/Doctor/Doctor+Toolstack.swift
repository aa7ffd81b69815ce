import BallastAgent
import Xen

extension Doctor {
    /// What else moves memory on this host.
    func toolstack() -> [Diagnosis] {
        [
            Diagnosis("autoballoon", autoballoon()), Diagnosis("dom0_mem", controlDomainMemory()),
            Diagnosis("balancer", otherBalancer()),
        ]
    }

    /// What `autoballoon` in xl.conf(5) is set to; `auto` where it is not.
    private var autoballoonSetting: String {
        guard let text = try? TextFile.read(facts.root + Self.xlConfiguration),
            let configuration = try? GuestConfiguration(parsing: text, file: Self.xlConfiguration)
        else { return "auto" }
        return configuration.text("autoballoon") ?? "auto"
    }

    private static let xlConfiguration = "/etc/xen/xl.conf"

    private func autoballoon() -> Diagnosis.Finding {
        let setting = autoballoonSetting
        guard setting == "on" || setting == "1" else { return .fine("xl leaves dom0's memory alone (\(setting))") }
        return .trouble(
            "autoballoon is on: xl shrinks dom0 for every new guest, whatever Ballast has reserved",
            mend: "set autoballoon=\"off\" in \(Self.xlConfiguration)"
        )
    }

    private func controlDomainMemory() -> Diagnosis.Finding {
        guard let commandLine = facts.commandLine else { return .skipped("Xen's command line cannot be read") }
        let options = commandLine.split(separator: " ")
        if let option = options.first(where: { $0.hasPrefix("dom0_mem=") }) { return .fine("\(option)") }
        return .trouble(
            "dom0_mem is not on Xen's command line: dom0 starts with all memory, and xl shrinks it for every new guest",
            mend:
                "add dom0_mem=2G,max:2G (or what dom0 needs) to GRUB_CMDLINE_XEN in /etc/default/grub, run update-grub, reboot"
        )
    }

    private func otherBalancer() -> Diagnosis.Finding {
        guard case .success(let store) = facts.store else { return .skipped("xenstored does not answer") }
        do throws(AgentError) {
            try Preflight(root: facts.root).check(store)
        } catch {
            if case .otherBalancer = error {
                return .trouble("\(error)", mend: "stop and disable it, or leave this host to it")
            }
        }
        return .fine("no other balancer runs")
    }
}
