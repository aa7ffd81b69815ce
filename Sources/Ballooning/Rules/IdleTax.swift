/// The idle memory tax of VMware's ESX server: memory that a domain does not use costs it more than memory that it uses,
/// so that an idle heavyweight yields before a busy lightweight.
///
/// ESX reclaims from the domain with the lowest price per page, `ρ = S / (P · (f + k · (1 − f)))` with `k = 1 / (1 − τ)`.
/// Here the tax lowers the weight by the same factor.
public enum IdleTax {
    /// What is left of a domain's weight, in 1,024ths: `1 / (f + k · (1 − f))`.
    ///
    /// - Parameters:
    ///   - idle: the part of its memory that the domain does not use, `1 − f`, in 1,024ths.
    ///   - percent: the tax τ, 0 to 99.
    public static func factor(idle: Int, percent: Int) -> Int {
        let idle = min(max(0, idle), 1024)
        let kept = 100 - min(max(0, percent), 99)
        let charge = (1024 - idle) * kept + idle * 100
        return 1024 * 1024 * kept / charge
    }
}
