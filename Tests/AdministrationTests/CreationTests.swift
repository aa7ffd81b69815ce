import Administration
import Testing
import Xen

@Suite("What a guest needs")
struct CreationTests {
    private func need(_ text: String, overrides: [String] = []) throws -> GuestNeed {
        try GuestNeed(GuestConfiguration(parsing: text, file: "guest.cfg", overrides: overrides))
    }

    /// Worked out by hand from libxl's arithmetic: memory + paging + IOMMU tables + 2 MiB, or 1 MiB for PV, in whole
    /// pieces of 2 MiB.
    @Test(
        "The need is libxl's",
        arguments: [
            // 1024 MiB + 5 MiB of paging (1 for the processor, 4 for the map) + 2, rounded up.
            ("type = 'hvm'\nmemory = 1024", 5120, 1_056_768),
            // Without the processor's paging there are shadow tables: a page more for each MiB.
            ("type = 'hvm'\nmemory = 1024\nhap = 0", 9216, 1_060_864),
            // A PV guest keeps its own map.
            ("type = 'pv'\nmemory = 512", 3072, 528_384),
            ("memory = 512", 3072, 528_384),
            // The tables grow with what it may hold, not with what it starts with.
            ("type = 'pvh'\nmemory = 1024\nmaxmem = 2048\nvcpus = 2", 10_240, 1_060_864),
            ("type = 'pvh'\nmemory = 1024\nmaxmem = 2048\nvcpus = 2\nmaxvcpus = 4", 12_288, 1_062_912),
            // What the configuration says itself is taken as it is.
            ("type = 'pvh'\nmemory = 1024\nshadow_memory = 8", 8192, 1_058_816),
            ("builder = 'hvm'\nmemory = 1024", 5120, 1_056_768),
            ("maxmem = 512", 3072, 528_384), ("memory = '512'", 3072, 528_384), ("memory = 0x200", 3072, 528_384),
        ] as [(String, Int, Int)]
    )
    func total(_ text: String, paging: Int, total: Int) throws {
        let need = try need(text)
        #expect(need.paging == KiB(paging))
        #expect(need.total == KiB(total))
        #expect(need.total.count % 2048 == 0)
    }

    @Test("A guest with devices pays for tables of the IOMMU where those of the processor do not serve")
    func passthrough() throws {
        // 262144 pages: 512 tables, and one on each of the three levels above.
        let tables = KiB(515 * 4)
        #expect(try need("memory = 1024\npci = [ '00:02.0' ]").iommu == tables)
        #expect(try need("type='hvm'\nmemory = 1024\npci = [ '00:02.0' ]").iommu == .zero)
        #expect(try need("type='hvm'\nhap=0\nmemory = 1024\npci = [ '00:02.0' ]").iommu == tables)
        #expect(try need("type='hvm'\nmemory = 1024\npassthrough = 'sync_pt'").iommu == tables)
        #expect(try need("memory = 1024\npci = []").iommu == .zero)
        #expect(try need("memory = 1024\npci = [ '00:02.0' ]\npassthrough = 'disabled'").iommu == .zero)
    }

    @Test("A stub domain is counted")
    func stubDomain() throws {
        let text = "type='hvm'\nmemory = 1024\ndevice_model_stubdomain_override = 1\n"
        #expect(try need(text).stubDomain == KiB(147_456))
        #expect(try need(text + "stubdomain_memory = 32\nvideoram = 8").stubDomain == KiB(40_960))
        #expect(try need("memory = 1024\ndevice_model_stubdomain_override = 1").stubDomain == .zero)
    }

    @Test("A configuration is read as xl reads it")
    func syntax() throws {
        let text = """
            # a comment
            name = "web"; memory=256 # another
              vcpus\t=\t2
            extra = 'a "quoted" # text = 1'
            disk = [ 'phy:/dev/a,xvda,w',
                     "file:/b;c,xvdb,w",   # in a list
                   ]
            extra += " more"
            disk += [ 'c' ]
            nested = [ [ 'a', 1 ], [], 2 ]
            """
        let configuration = try GuestConfiguration(parsing: text, file: "guest.cfg")
        #expect(configuration.text("name") == "web")
        #expect(configuration.text("extra") == "a \"quoted\" # text = 1 more")
        #expect(configuration.values["disk"] == .list(["phy:/dev/a,xvda,w", "file:/b;c,xvdb,w", "c"]))
        #expect(configuration.values["nested"] == .list(["", "", "2"]))
        let need = try GuestNeed(configuration)
        #expect(need.processors == 2)
        #expect(need.memory == KiB(262_144))
    }

    @Test("What stands on the command line wins over the file")
    func overrides() throws {
        #expect(try need("memory = 1024", overrides: ["memory=512", "name='x'"]).memory == KiB(524_288))
        #expect(try need("memory = 1024", overrides: ["name='x'"]).name == "x")
    }

    @Test(
        "What cannot be used is one line that names the file",
        arguments: [
            ("memory = 0", "guest.cfg: memory = 0 is not allowed"), ("memory = -5", "guest.cfg: memory = -5 is not"),
            ("memory = 512M", "guest.cfg: memory = 512M is not allowed"), ("memory = [ 1 ]", "memory = a list is not"),
            ("memory = 99999999999999999999", "is not allowed, it takes 1 to"), ("name = 'x'", "memory is not set"),
            ("", "memory is not set"), ("memory = 2048\nmaxmem = 1024", "memory = 2048 is more than maxmem = 1024"),
            ("memory = 512\ntype = 'qemu'", "type = qemu is not allowed, it takes pv, pvh or hvm"),
            ("memory = 512\nvcpus = 0", "vcpus = 0 is not allowed"), ("memory = 512\nhap = 2", "hap = 2 is not"),
            ("memory = 512\npassthrough = 'x'", "passthrough = x is not allowed"),
            ("memory\n= 512", "guest.cfg, line 1: \"=\" is expected after memory"),
            ("a = 1\n\nmemory 512", "guest.cfg, line 3: \"=\" is expected"), ("a = 'x", "line 1: a text has no end"),
            ("a = [ 'x'", "line 1: \",\" or \"]\" is expected"), ("a = [ 'x' 'y' ]", "is expected in a list"),
            ("a =", "a value is expected after a"), ("a = 1 b = 2", "the line goes on after the value of a"),
            ("= 5", "a name is expected"), ("a = \u{FF}", "a value is expected"),
        ]
    )
    func refused(_ text: String, problem: String) {
        let error = #expect(throws: AdministrationError.self) { try need(text) }
        #expect(error?.exitStatus == .data)
        #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("\n") == false)
    }

    @Test("No text makes the scanner crash or run for ever")
    func anyText() {
        let parts = ["a", "=", "+", "[", "]", ",", "'", "\"", "\n", ";", "#", " ", "1", "\\", "é", "\0", "memory"]
        var state: UInt64 = 1
        for _ in 0..<5000 {
            var text = ""
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += parts[Int(state >> 33) % parts.count]
            }
            _ = try? GuestConfiguration(parsing: text, file: "guest.cfg")
        }
    }
}
