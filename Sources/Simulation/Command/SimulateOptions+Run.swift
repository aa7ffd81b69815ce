extension SimulateOptions {
    /// Does what was asked.
    public func run() throws(SimulateError) -> SimulateOutput {
        switch mode {
        case .compare: try compare()
        case .plot: try plot()
        case .soak(let domainRounds): soak(domainRounds)
        case .list: try list()
        }
    }

    /// The scenarios that are drawn when none are named.
    private static let drawn = ["idle hoarder", "large rotation", "boot storm"]

    private func chosen(else fallback: [String] = []) throws(SimulateError) -> [Scenario] {
        let library = Scenario.library(seed: seed)
        let names = scenarios.isEmpty && recorded == nil ? fallback : scenarios
        guard recorded != nil || !names.isEmpty else { return library }
        for name in names where !library.contains(where: { $0.name.contains(name) }) {
            throw .unknownScenario(name, known: library.map(\.name))
        }
        return [recorded].compactMap(\.self)
            + library.filter { scenario in names.contains { scenario.name.contains($0) } }
    }

    private func compare() throws(SimulateError) -> SimulateOutput {
        let scenarios = try chosen()
        var comparison = Comparison()
        for scenario in scenarios { comparison.run(scenario) }
        let table = ComparisonTable(comparison, isMarkdown: isMarkdown)
        var text = "Seconds of work lost to waiting for memory, seed \(seed):\n\n\(table.stalls)\n"
        for scenario in scenarios {
            text += "\(scenario.name): \(scenario.summary)\n\n\(table.figures(of: scenario.name))\n"
        }
        text += "All scenarios:\n\n\(table.figures())\n\(table.verdict)\n"
        return SimulateOutput(text: text)
    }

    private func plot() throws(SimulateError) -> SimulateOutput {
        var output = SimulateOutput(text: "")
        for scenario in try chosen(else: Self.drawn) {
            let plot = RunPlot(scenario)
            let name = Self.fileName(of: scenario)
            output.files.append(SimulateOutput.File(name: name, content: plot.svg))
            output.text += "\(name): \(scenario.summary)\n"
        }
        return output
    }

    /// A recording is called after its file, whose own extension is left out.
    private static func fileName(of scenario: Scenario) -> String {
        let stem = scenario.name.lastIndex(of: ".").map { scenario.name[..<$0] } ?? scenario.name[...]
        return String(stem.map { $0 == " " ? "-" : $0 }) + ".svg"
    }

    private func soak(_ domainRounds: Int) -> SimulateOutput {
        let report = Soak(seed: seed, domainRounds: domainRounds).run()
        var output = SimulateOutput(text: report.description)
        output.isSuccess = report.violation == nil
        return output
    }

    private func list() throws(SimulateError) -> SimulateOutput {
        SimulateOutput(text: try chosen().map { "\($0.name): \($0.summary)\n" }.joined())
    }
}
