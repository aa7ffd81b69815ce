import Glibc

extension Doctor {
    /// Who asks, and on what machine.
    func machine() -> [Diagnosis] {
        [
            Diagnosis("root", root()), Diagnosis("dom0", controlDomain()), Diagnosis("privcmd", privcmd()),
            Diagnosis("pressure", pressure()), Diagnosis("xenstored", xenstored()),
        ]
    }

    private func root() -> Diagnosis.Finding {
        guard facts.userID != 0 else { return .fine("the caller is root") }
        return .trouble("the caller is not root: most of the host cannot be looked at", mend: "run it with sudo")
    }

    private func controlDomain() -> Diagnosis.Finding {
        let path = "/proc/xen/capabilities"
        guard let text = try? TextFile.read(facts.root + path) else {
            return .trouble(
                "this machine is no dom0: there is no \(path)",
                mend: "boot it under Xen (Debian: install xen-system-amd64); if it is, mount xenfs on /proc/xen"
            )
        }
        guard text.contains("control_d") else {
            return .trouble("this machine is a guest: \(path) does not say control_d", mend: "run ballast in dom0")
        }
        return .fine("this machine is a dom0")
    }

    private func privcmd() -> Diagnosis.Finding {
        let path = "/dev/xen/privcmd"
        guard access(facts.root + path, F_OK) == 0 else {
            return .trouble("\(path) is missing: Xen cannot be asked", mend: "modprobe xen-privcmd, at every boot")
        }
        return .fine("Xen can be asked")
    }

    private func pressure() -> Diagnosis.Finding {
        let path = "/proc/pressure/memory"
        // The file is there without PSI as well, and says so when it is read.
        if let text = try? TextFile.read(facts.root + path), text.hasPrefix("some ") {
            return .fine("dom0's kernel tells when it runs short of memory")
        }
        return .advice(
            "dom0's kernel has no PSI (\(path)): it cannot call when dom0 runs short of memory, and is asked at every look "
                + "instead",
            mend: "add psi=1 to GRUB_CMDLINE_LINUX in /etc/default/grub, run update-grub, reboot; it takes CONFIG_PSI"
        )
    }

    private func xenstored() -> Diagnosis.Finding {
        switch facts.store {
        case .success: .fine("xenstored answers")
        case .failure(let error) where error.exitStatus == .denied:
            .trouble("xenstored does not let the caller in", mend: "run it as root")
        case .failure:
            .trouble(
                "xenstored does not answer",
                mend: "start it: systemctl start xen on Debian, xenstored elsewhere; its log is below /var/log/xen"
            )
        }
    }
}
