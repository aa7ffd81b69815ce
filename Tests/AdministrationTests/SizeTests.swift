import Administration
import Testing
import Xen

@Suite("Sizes as people write them")
struct SizeTests {
    @Test(
        "A size is taken with its unit",
        arguments: [
            ("512M", 524_288), ("512MiB", 524_288), ("512mib", 524_288), ("2GiB", 2_097_152), ("2g", 2_097_152),
            ("1.5G", 1_572_864), ("64K", 64), ("1T", 1 << 30), ("1024T", 1 << 40), ("0M", 0), ("0.1M", 103),
            ("0000000000000000000512M", 524_288),
        ]
    )
    func taken(_ text: String, kib: Int) throws {
        #expect(try MemorySize(parsing: text).kib == KiB(kib))
    }

    @Test(
        "What is no size is refused with what is wrong",
        arguments: [
            ("512", "has no unit: write 512K, 512M, 512G or 512T"), ("1.5", "has no unit"), ("", "is not a size"),
            ("-5M", "is negative"), ("-1", "is negative"), ("M", "is not a size"), ("abc", "is not a size"),
            ("5X", "has no unit of size: there are K, M, G and T"), ("5 M", "has no unit of size"),
            ("5MB", "has no unit of size"), ("1.M", "is not a size"), ("1.1234567M", "is not a size"),
            ("1024.5T", "is more than any machine has"), ("1025T", "is more than any machine has"),
            ("99999999999999999999999M", "is more than there can be"), ("٣M", "is not a size"),
            ("999999999999999T", "is more than any machine has"),
        ]
    )
    func refused(_ text: String, problem: String) {
        let refusal = #expect(throws: TextRefusal.self) { try MemorySize(parsing: text) }
        #expect(refusal?.description.contains(problem) == true, "\(refusal?.description ?? "")")
        #expect(refusal?.description.contains("\n") == false)
    }

    @Test(
        "A size is printed as people write it",
        arguments: [
            (0, "0K"), (512, "512K"), (524_288, "512M"), (1536, "1.5M"), (1 << 20, "1024M"), (15 << 20, "15G"),
            (15_728_640 + 524_288, "15.5G"), (20 << 30, "20T"), (-2048, "-2M"),
        ]
    )
    func printed(_ kib: Int, text: String) {
        #expect(MemorySize(KiB(kib)).description == text)
    }

    @Test("What is printed can be read back", arguments: [1, 1023, 1024, 524_288, 1 << 20, 15 << 20, 20 << 30])
    func roundTrip(_ kib: Int) throws {
        #expect(try MemorySize(parsing: MemorySize(KiB(kib)).description).kib == KiB(kib))
    }

    @Test(
        "A duration is taken with its unit",
        arguments: [
            ("500ms", 500), ("30s", 30_000), ("1.5s", 1500), ("5m", 300_000), ("5min", 300_000), ("2h", 7_200_000),
            ("1d", 86_400_000), ("3650d", 315_360_000_000),
        ]
    )
    func duration(_ text: String, milliseconds: Int) throws {
        #expect(try TimeSpan(parsing: text).milliseconds == milliseconds)
    }

    @Test(
        "What is no duration is refused with what is wrong",
        arguments: [
            ("30", "has no unit: write 30s"), ("-1s", "is negative"), ("s", "is not a duration"),
            ("3651d", "is too long"), ("5w", "has no unit of time"), ("5M", "has no unit of time"),
            ("999999999999999d", "is too long"),
        ]
    )
    func refusedDuration(_ text: String, problem: String) {
        let refusal = #expect(throws: TextRefusal.self) { try TimeSpan(parsing: text) }
        #expect(refusal?.description.contains(problem) == true, "\(refusal?.description ?? "")")
    }

    @Test("A duration is printed in its largest whole unit", arguments: ["90s", "5m", "2h", "1d", "1500ms"])
    func printedDuration(_ text: String) throws {
        #expect(try TimeSpan(parsing: text).description == text)
    }
}
