import Xen

/// A comparison as text: one table of the stall, scenario by scenario, and one of everything else over all scenarios.
public struct ComparisonTable {
    private let comparison: Comparison
    private let isMarkdown: Bool

    /// Makes tables of a comparison, in Markdown or in aligned columns.
    public init(_ comparison: Comparison, isMarkdown: Bool = false) {
        self.comparison = comparison
        self.isMarkdown = isMarkdown
    }

    /// Seconds of work lost, a row for each scenario and a column for each policy.
    public var stalls: String {
        var rows = [["scenario"] + comparison.policies]
        for scenario in comparison.scenarios {
            rows.append(
                [scenario]
                    + comparison.policies.map { policy in
                        comparison.result(scenario, policy).map { Self.tenths($0.stallSeconds) } ?? ""
                    }
            )
        }
        rows.append(
            ["all"] + comparison.policies.map { comparison.total($0).map { Self.tenths($0.stallSeconds) } ?? "" }
        )
        return render(rows)
    }

    /// All figures, a row for each policy, of one scenario or, with nil, of all together.
    public func figures(of scenario: String? = nil) -> String {
        var rows = [
            [
                "policy", "stall s", "swapped pages", "refaults", "kills", "unfairness ‰", "target writes", "burst s",
                "longest s", "late starts s",
            ]
        ]
        for policy in comparison.policies {
            let result =
                if let scenario { comparison.result(scenario, policy) } else { comparison.total(policy) }
            guard let result else { continue }
            rows.append([
                policy, Self.tenths(result.stallSeconds), "\(result.swapped.count)", "\(result.refaults.count)",
                "\(result.kills)", Self.tenths(result.unfairness), "\(result.targetWrites)",
                Self.tenths(result.burstSeconds), Self.tenths(result.longestBurstSeconds),
                Self.tenths(result.startDelaySeconds),
            ])
        }
        return render(rows)
    }

    /// How Ballast stands against the best of its peers and against the bound, in one sentence each.
    public var verdict: String {
        guard let ballast = comparison.policies.first, let bound = comparison.policies.last,
            let own = comparison.total(ballast), let known = comparison.total(bound)
        else { return "" }
        let peers = comparison.policies.dropFirst().dropLast().compactMap { comparison.total($0) }
        guard let best = peers.min(by: { $0.stallSeconds < $1.stallSeconds }) else { return "" }
        func percent(_ other: RunResult) -> String {
            other.stallSeconds > 0 ? "\(Int((own.stallSeconds / other.stallSeconds * 100).rounded())) %" : "-"
        }
        return """
            \(ballast) loses \(Self.tenths(own.stallSeconds)) s: \(percent(best)) of what the best peer loses \
            (\(best.policy), \(Self.tenths(best.stallSeconds)) s), and \(percent(known)) of what a policy loses that \
            knows the future (\(Self.tenths(known.stallSeconds)) s).
            """
    }

    private func render(_ rows: [[String]]) -> String {
        let columns = rows.first?.count ?? 0
        let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
        var lines = rows.map { row in
            let cells = row.indices.map { column in
                let blanks = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + blanks : blanks + row[column]
            }
            return isMarkdown ? "| " + cells.joined(separator: " | ") + " |" : cells.joined(separator: "  ")
        }
        if isMarkdown {
            let rule = widths.indices.map { column in
                let dashes = String(repeating: "-", count: max(1, widths[column] - 1))
                return column == 0 ? dashes + "-" : dashes + ":"
            }
            lines.insert("| " + rule.joined(separator: " | ") + " |", at: 1)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int((abs(value) * 10).rounded())
        return "\(value < 0 && tenths > 0 ? "-" : "")\(tenths / 10).\(tenths % 10)"
    }
}
