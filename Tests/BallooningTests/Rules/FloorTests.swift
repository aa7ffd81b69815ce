import Ballooning
import Testing
import Xen

@Suite("Floor")
struct FloorTests {
    @Test(
        "The curve joins the driver's three pieces",
        arguments: [(3_840, 3_840), (16_128, 10_112), (32_768, 13_056), (131_072, 28_648), (1_048_576, 57_320)]
    )
    func followsTheDriver(largest: Int, floor: Int) {
        #expect(Floor.curve(largest: Pages(largest)) == Pages(floor))
    }

    @Test("A minimum that is set replaces the curve")
    func replacesTheCurve() {
        let floor = Floor.curve(largest: .mib(1024), kernelReserve: Pages(5_000), minimumUsable: .mib(64))
        #expect(floor == Pages(5_000) + .mib(64))
    }
}
