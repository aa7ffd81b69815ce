import Administration
import ArgumentParser
import Xen

/// The domain that a command is about.
struct DomainArgument: ParsableArguments {
    @Argument(help: "The domain, by its name, its domid or its uuid.")
    var domain: String

    /// The domain, if it runs.
    func find(in store: some Store) throws(AdministrationError) -> DomainEntry {
        try Self.directory(of: store).find(domain)
    }

    /// The domains that run.
    static func directory(of store: some Store) throws(AdministrationError) -> DomainDirectory {
        do {
            return try DomainDirectory.read(from: store)
        } catch {
            throw .store(error)
        }
    }
}
