public import Xen

extension Scenario {
    /// A host whose domains want what was recorded, from the recording's start to its end.
    ///
    /// Each domain can have twice what it wants at most, starts with a quarter of that, and swaps to a disk of the same
    /// size.
    ///
    /// - Parameters:
    ///   - recording: what was measured.
    ///   - name: what it is called in tables.
    ///   - total: the host's memory; with nil it is what all want at their busiest moment, and what their kernels and
    ///     dom0 take.
    public static func recorded(_ recording: Recording, name: String, total: Pages? = nil) -> Scenario {
        let domains = recording.domains.enumerated().map { index, domain in
            let largest = max(256, (domain.trace.peak.count * 2 + 65_535) / 65_536 * 256)
            var spec = guest(
                index,
                largest: largest,
                start: largest / 4,
                swap: .disk(.mib(largest)),
                demand: .trace(domain.trace)
            )
            spec.name = domain.name
            return spec
        }
        let overhead = domains.reduce(Pages.zero) { $0 + $1.hidden + $1.kernel + $1.staticMaximum / 100 }
        let started = domains.reduce(Pages.zero) { $0 + $1.start }
        let controlDomain = Pages.mib(256)
        let least = controlDomain + max(recording.peak + overhead, started)
        let count = domains.count == 1 ? "One domain" : "\(domains.count) domains"
        return Scenario(
            name: name,
            summary: "\(count) replayed from a recording of \(recording.length) seconds.",
            total: total ?? least + least / 32,
            controlDomain: controlDomain,
            domains: domains,
            seconds: recording.length
        )
    }

    /// A measured day of a build server beside three desktops, shortened.
    static var sample: Scenario {
        guard let recording = try? Recording(parsing: sampleRecording) else { return steady }
        var scenario = recorded(recording, name: "recorded trace", total: .mib(3840))
        scenario.summary = "A build server and three desktops replayed from a recording."
        scenario.seconds = 4 * recording.length
        return scenario
    }

    /// The recording that the comparison replays.
    public static let sampleRecording = """
        # A build server and three desktops, a quarter of an hour. Sizes in MiB, stream in MiB a second.
        second,domain,hot,cold,files,stream,untouched
        0,build,150,200,150,0,100
        0,desktop-1,350,250,150,0,0
        0,desktop-2,350,250,150,0,0
        0,desktop-3,350,250,150,0,0
        60,build,420,200,250,10,150
        180,build,900,220,300,20,300
        300,build,620,260,300,5,300
        420,build,180,300,150,0,100
        600,build,760,300,280,15,200
        780,build,200,320,150,0,100
        900,build,150,200,150,0,100

        """
}
