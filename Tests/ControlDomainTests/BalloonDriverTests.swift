import ControlDomain
import KernelFolder
import Testing
import Xen

@Suite("The balloon driver of dom0's kernel")
struct BalloonDriverTests {
    private let folder: KernelFolder

    init() throws {
        folder = try KernelFolder()
    }

    private func driver(target: Int, current: Int, balloon: Int) throws -> BalloonDriver {
        try folder.write(BalloonDriver.targetPath, "\(target)\n")
        try folder.write(BalloonDriver.currentPath, "\(current)\n")
        try folder.write(BalloonDriver.balloonPath, "\(balloon)\n")
        return BalloonDriver(files: folder.files)
    }

    @Test(
        "dom0 is owed what is in the balloon, up to its target",
        arguments: [
            (655_360, 640_112, 15_232, 15_232), (655_360, 650_000, 15_232, 5360), (655_360, 655_360, 15_232, 0),
            (655_360, 700_000, 15_232, 0), (655_360, 640_112, 0, 0),
        ]
    )
    func owed(target: Int, current: Int, balloon: Int, owed: Int) throws {
        let driver = try driver(target: target, current: current, balloon: balloon)
        #expect(driver.owed.kib == KiB(owed))
    }

    @Test("A machine without the driver is owed nothing")
    func noDriver() {
        #expect(BalloonDriver(files: folder.files).owed == .zero)
    }

    @Test("A figure that is none is not believed", arguments: ["", "-4\n", "many\n"])
    func nonsense(text: String) throws {
        let driver = try driver(target: 655_360, current: 640_112, balloon: 15_232)
        try folder.write(BalloonDriver.balloonPath, text)
        #expect(driver.owed == .zero)
    }
}
