import Ballooning
import ControlDomain
import KernelFolder
import Testing
import Xen

@Suite("Sensing dom0's own memory pressure")
struct ControlDomainSensorTests {
    private let folder: KernelFolder
    private var sensor: ControlDomainSensor

    init() throws {
        folder = try KernelFolder()
        sensor = ControlDomainSensor(files: folder.files)
        try folder.write("/proc/meminfo", "MemTotal: 524288 kB\nMemFree: 10 kB\nMemAvailable: 65536 kB\n")
    }

    private func stalled(_ microseconds: Int) throws {
        try folder.write(
            "/proc/pressure/memory",
            "some avg10=0.00 avg60=0.00 avg300=0.00 total=\(microseconds)\nfull avg10=0.00 total=7\n"
        )
    }

    private func at(_ milliseconds: Int64) -> Instant { Instant(milliseconds: 1_000_000 + milliseconds) }

    @Test("The rate is what was waited between two readings")
    mutating func rate() throws {
        try stalled(5_000_000)
        #expect(sensor.read(at: at(0)).stall == .none)
        try stalled(5_100_000)
        #expect(sensor.read(at: at(1000)).stall == StallRate(microsecondsPerSecond: 100_000))
        #expect(sensor.read(at: at(2000)).stall == .none)
    }

    @Test("Memory that is left is told in pages")
    mutating func memory() throws {
        let reading = sensor.read(at: at(0))
        #expect(reading.total == .mib(512))
        #expect(reading.available == .mib(64))
    }

    @Test("Two readings within a moment share one rate")
    mutating func grain() throws {
        try stalled(0)
        _ = sensor.read(at: at(0))
        try stalled(50_000)
        _ = sensor.read(at: at(1000))
        try stalled(90_000)
        #expect(sensor.read(at: at(1050)).stall == StallRate(microsecondsPerSecond: 50_000))
        #expect(sensor.read(at: at(1500)).stall == StallRate(microsecondsPerSecond: 80_000))
    }

    @Test("An alarm counts as much as it stands for, even where the account shows less")
    mutating func alarm() throws {
        try stalled(0)
        _ = sensor.read(at: at(0))
        let reading = sensor.read(at: at(5000), alarm: StallRate(microsecondsPerSecond: 50_000))
        #expect(reading.stall == StallRate(microsecondsPerSecond: 50_000))
    }

    @Test(
        "An account that was read long ago, or went back, says nothing of now",
        arguments: [(20_000, 900), (1000, -1)]
    )
    mutating func oldReadings(later: Int, change: Int) throws {
        try stalled(1_000_000)
        _ = sensor.read(at: at(0))
        try stalled(1_000_000 + change * 1000)
        #expect(sensor.read(at: at(Int64(later))).stall == .none)
    }

    @Test(
        "A kernel without PSI, or that tells nonsense, shows no stall",
        arguments: ["", "some total=\n", "some total=x\n", "none\n"]
    )
    mutating func withoutPressure(text: String) throws {
        try folder.write("/proc/pressure/memory", text)
        #expect(sensor.read(at: at(0)).stall == .none)
        folder.remove("/proc/pressure")
        #expect(sensor.read(at: at(1000)).stall == .none)
    }

    @Test(
        "A kernel that does not tell its memory leaves it unknown",
        arguments: ["", "MemTotal: 1 kB\n", "MemTotal: x kB\nMemAvailable: 1 kB\n"]
    )
    mutating func withoutMemory(text: String) throws {
        try folder.write("/proc/meminfo", text)
        #expect(sensor.read(at: at(0)).available == nil)
    }
}
