extension Scenario {
    /// The same host with nothing happening: every guest wants at all times what it would have wanted ten minutes after
    /// its start, and nobody comes or goes. Guests follow their targets and report as ever.
    public var atRest: Scenario {
        let moment = 600 * second
        var scenario = self
        scenario.events = []
        for index in scenario.domains.indices {
            let workload = scenario.domains[index].workload
            scenario.domains[index].workload = .steady(workload.demand(at: moment, age: moment))
        }
        return scenario
    }
}
