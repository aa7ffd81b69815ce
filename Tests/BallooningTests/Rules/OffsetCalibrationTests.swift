import Testing
import Xen

@testable import Ballooning

@Suite("Calibration of the offset")
struct OffsetCalibrationTests {
    /// A guest of at most 2 GiB that is to hold 512 MiB, in MiB.
    private static func guest(holds current: Int, videoRAM: Int = 0, known: Int? = nil) -> DomainSnapshot {
        DomainSnapshot(
            info: DomainInfo(
                id: DomainID(1),
                uuid: DomainUUID(high: 1, low: 1),
                current: .mib(current),
                maximum: .mib(current + 1)
            ),
            target: .mib(512),
            staticMaximum: .mib(2048),
            videoRAM: .mib(videoRAM),
            knownOffset: known.map { .mib($0) }
        )
    }

    private static func calibrated(_ domain: DomainSnapshot, seconds: Int64) -> OffsetCalibration {
        var calibration = OffsetCalibration(domain, now: .start)
        let target = domain.target ?? .zero
        for second in 0...seconds { calibration.observe(domain, target: target, now: .start + .seconds(second)) }
        return calibration
    }

    @Test(
        "A guest at its target is known at first sight, another one once it has settled",
        arguments: [
            (512, 0, 0, 0), (513, 0, 0, 1), (528, 16, 0, 16), (510, 0, 2, nil), (510, 0, 3, -2), (540, 0, 2, nil),
            (540, 0, 3, 28), (545, 0, 3, 33), (580, 16, 3, 68),
        ]
    )
    func measures(current: Int, videoRAM: Int, seconds: Int64, offset: Int?) {
        let guest = Self.guest(holds: current, videoRAM: videoRAM)
        #expect(Self.calibrated(guest, seconds: seconds).value == offset.map { .mib($0) })
    }

    @Test(
        "What a rebooted guest lacks of its target while it boots is no offset",
        arguments: [0, 10] as [Int64],
        [0, 16]
    )
    func ignoresTheRestOfAMebibyte(seconds: Int64, videoRAM: Int) {
        var guest = Self.guest(holds: 116 + videoRAM, videoRAM: videoRAM)
        guest.target = .mib(116) + Pages(189)
        #expect(Self.calibrated(guest, seconds: seconds).value == .mib(videoRAM))
    }

    @Test("An offset that no guest has is no offset: video RAM counts", arguments: [(900, 0), (900, 16), (300, 8)])
    func refuses(current: Int, videoRAM: Int) {
        let guest = Self.guest(holds: current, videoRAM: videoRAM)
        #expect(Self.calibrated(guest, seconds: 10).value == .mib(videoRAM))
    }

    @Test("A guest that never holds still is taken as it is after half a minute")
    func losesPatience() {
        var calibration = OffsetCalibration(Self.guest(holds: 540), now: .start)
        for second in Int64(1)...30 {
            #expect(calibration.value == nil)
            let guest = Self.guest(holds: 540 - Int(second % 2))
            calibration.observe(guest, target: .mib(512), now: .start + .seconds(second))
        }
        #expect(calibration.value == .mib(28))
    }

    @Test(
        "A known offset is corrected by a little, and not to where a stuck guest stands",
        arguments: [(528, 16), (529, 17), (526, 16), (400, 16), (700, 16)]
    )
    func corrects(current: Int, offset: Int) {
        let guest = Self.guest(holds: current, known: 16)
        #expect(Self.calibrated(guest, seconds: 10).value == .mib(offset))
    }
}
