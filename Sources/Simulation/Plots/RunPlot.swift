import Ballooning
import Xen

/// A run of Ballast as a picture: for each guest what it holds, its target, its goal, its floor and its ceiling, then
/// Xen's free memory and the stall of all guests.
public struct RunPlot {
    /// The file's content.
    public let svg: String
    /// What was measured.
    public let result: RunResult

    private static let samples = 240
    private static let mebibyte = 256.0
    private static let colors = [
        "#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22",
    ]

    /// Runs a scenario and draws it.
    public init(_ scenario: Scenario) {
        var simulator = Simulator(scenario, policy: BallastPolicy(settings: scenario.settings))
        let names = scenario.domains.map(\.name)
        var tracks = names.map { _ in Track() }
        var seconds: [Double] = []
        var free: [Double] = []
        let pause = max(1, scenario.seconds * 10 / Self.samples)
        var step = 0
        while !simulator.isOver {
            simulator.advance()
            step += 1
            guard step % pause == 0 else { continue }
            seconds.append(Double(step) / 10)
            free.append(Double(simulator.host.free.count) / Self.mebibyte)
            for index in names.indices {
                tracks[index].append(scenario.domains[index], simulator, over: Double(pause) / 10)
            }
        }
        var panels = zip(names, tracks).map { $1.panel(title: "\($0), MiB") }
        panels.append(
            LineChart.Panel(title: "Xen free, MiB", lines: [LineChart.Line(name: "free", color: "#333", values: free)])
        )
        let stalls = zip(names, tracks).enumerated().map { index, track in
            LineChart.Line(name: track.0, color: Self.colors[index % Self.colors.count], values: track.1.stall)
        }
        panels.append(LineChart.Panel(title: "stall, % of the time", lines: stalls))
        result = simulator.result
        svg = LineChart(title: "\(scenario.name): \(scenario.summary)", seconds: seconds, panels: panels).svg
    }

    /// The lines of one guest.
    private struct Track {
        var current: [Double] = []
        var target: [Double] = []
        var goal: [Double] = []
        var floor: [Double] = []
        var ceiling: [Double] = []
        var stall: [Double] = []
        var stalled = 0

        mutating func append(_ spec: DomainSpec, _ simulator: Simulator<BallastPolicy>, over seconds: Double) {
            let model = simulator.host.domains.first { $0.spec.uuid == spec.uuid }
            let decision = simulator.policy.plan.decisions.first { $0.id == model?.id }
            current.append(mebibytes(model?.held))
            target.append(mebibytes(model?.target))
            goal.append(mebibytes(decision?.goal))
            floor.append(mebibytes(decision?.floor))
            ceiling.append(mebibytes(decision?.ceiling))
            let counted = model?.guest.counters.stallSome ?? 0
            stall.append(max(0, Double(counted - stalled)) / seconds / 10_000)
            stalled = counted
        }

        private func mebibytes(_ pages: Pages?) -> Double {
            Double(pages?.count ?? 0) / RunPlot.mebibyte
        }

        func panel(title: String) -> LineChart.Panel {
            LineChart.Panel(
                title: title,
                lines: [
                    LineChart.Line(name: "ceiling", color: "#bbb", dashes: "2 3", values: ceiling),
                    LineChart.Line(name: "floor", color: "#bbb", dashes: "6 3", values: floor),
                    LineChart.Line(name: "goal", color: "#2ca02c", values: goal),
                    LineChart.Line(name: "current", color: "#1f77b4", values: current),
                    LineChart.Line(name: "target", color: "#ff7f0e", dashes: "3 4", values: target),
                ]
            )
        }
    }
}
