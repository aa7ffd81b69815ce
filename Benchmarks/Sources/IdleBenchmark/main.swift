import Foundation
import Xen

/// What the agent costs on a host where nothing happens, as the program that is shipped, in a process of its own: the mock
/// xenstored is in this one, and a stand-in for libxenctrl is loaded in front of the real one. Then what a scrape costs.
///
/// usage: IdleBenchmark BALLAST [SECONDS [GUESTS…]]
let arguments = CommandLine.arguments
guard arguments.count >= 2, geteuid() == 0 else {
    print("usage, as root: IdleBenchmark BALLAST [SECONDS [GUESTS…]]")
    exit(64)
}
let program = arguments[1]
let span = Duration.seconds(arguments.count > 2 ? Int(arguments[2]) ?? 60 : 60)
let counts = arguments.count > 3 ? arguments.dropFirst(3).compactMap { Int($0) } : [1, 100, 1000]
let standIn = URL(filePath: arguments[0]).deletingLastPathComponent().appending(path: "libStandInXenctrl.so").path()
let page = MetricsPage(port: 20_000 + UInt16(getpid() % 20_000))
let scrapes = 200

func text(_ number: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", number) }

/// Lets time pass on the host: every guest gives its sign of life once in half a minute.
func live(_ host: QuietHost, _ span: Duration) throws {
    let pause = QuietHost.heartbeat / host.guests.count
    let end = ContinuousClock.now + span
    var index = 0
    while .now < end {
        Thread.sleep(forTimeInterval: min(pause, ContinuousClock.now.duration(to: end)) / .seconds(1))
        try host.report(host.guests[index % host.guests.count])
        index += 1
    }
}

/// What the agent costs while nothing happens, as the cells of a table.
func idle(_ host: QuietHost) throws -> [String] {
    let agent = try MeasuredAgent(program, standIn: standIn, on: host)
    defer { agent.end() }
    // The first rounds know the guests, and write what there is to write.
    try live(host, .seconds(30))
    let before = try agent.usage()
    try live(host, span)
    let after = try agent.usage()
    let memory = try agent.memory()
    return [
        text(Double(memory.resident) / 1024, 1), text(Double(memory.anonymous) / 1024, 1),
        text((after.processor - before.processor) / span * 3600, 1),
        text(Double(after.wakeups - before.wakeups) / (span / .seconds(60)), 0),
        text(agent.start / .milliseconds(1), 0),
    ]
}

/// What a scrape costs: microseconds of the processor, and the page's KB. They follow each other so closely that what the
/// agent does beside them hardly counts.
func scrape(_ host: QuietHost) throws -> [String] {
    let agent = try MeasuredAgent(program, standIn: standIn, on: host, options: ["--metrics-listen", "\(page.port)"])
    defer { agent.end() }
    // The first rounds, which know the guests, are over.
    Thread.sleep(forTimeInterval: 20)
    let before = try agent.usage()
    var length = 0
    for _ in 0..<scrapes { length = try page.read() }
    let used = try agent.usage().processor - before.processor
    return [text(used / .microseconds(scrapes), 0), text(Double(length) / 1000, 1)]
}

let head = [
    "guests", "resident MiB", "of it its own", "s of processor an hour", "wake-ups a minute", "ms to be ready",
    "µs of processor a scrape", "KB a page",
]
print("| \(head.joined(separator: " | ")) |")
print("|\(String(repeating: "---:|", count: head.count))")
for count in counts {
    let host = try QuietHost(guests: count, socket: "/tmp/ballast-idle.\(getpid())")
    let row = ["\(count)"] + (try idle(host)) + (try scrape(host))
    print("| \(row.joined(separator: " | ")) |")
    fflush(nil)
    host.end()
    for suffix in ["", ".notify"] { unlink(host.socket + suffix) }
}
