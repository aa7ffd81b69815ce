import Simulation
import Testing

@Suite("The simulate command")
struct CommandTests {
    @Test("A comparison names every policy and says how Ballast stands")
    func compares() throws {
        let output = try SimulateOptions(mode: .compare, scenarios: ["tiny"]).run()
        for name in ["Ballast", "static split", "squeezed", "qmemman", "selfballoon", "Proxmox", "clairvoyant"] {
            #expect(output.text.contains(name))
        }
        #expect(output.text.contains("of what the best peer loses"))
        #expect(output.isSuccess)
    }

    @Test("A Markdown table has as many cells in each row")
    func rendersMarkdown() throws {
        let output = try SimulateOptions(mode: .compare, scenarios: ["tiny"], isMarkdown: true).run()
        let rows = output.text.split(separator: "\n").filter { $0.hasPrefix("|") }
        let tables = Set(rows.map { $0.count { $0 == "|" } })
        #expect(tables == [9, 11])
    }

    @Test("A plot is one SVG file for each scenario, with a path for each line")
    func plots() throws {
        let output = try SimulateOptions(mode: .plot, scenarios: ["tiny rotation"]).run()
        let file = try #require(output.files.first)
        #expect(output.files.count == 1)
        #expect(file.name == "tiny-rotation.svg")
        #expect(file.content.hasPrefix("<svg"))
        #expect(file.content.hasSuffix("</svg>\n"))
        // Three guests with five lines each, the host's free memory, and three stalls.
        #expect(file.content.split(separator: "\n").count { $0.hasPrefix("<path d=\"M") && $0.contains("L") } == 19)
    }

    @Test("The plot of a recording is called after its file")
    func plotOfRecording() throws {
        let recording = try Recording(parsing: "second,domain,hot,cold\n0,web,100,20\n30,web,100,20\n")
        let options = SimulateOptions(mode: .plot, recorded: .recorded(recording, name: "my.day.csv"))
        #expect(try options.run().files.map(\.name) == ["my.day.svg"])
    }

    @Test("A name that no scenario has is refused with those that there are")
    func refuses() {
        #expect {
            try SimulateOptions(mode: .list, scenarios: ["nothing"]).run()
        } throws: { error in
            "\(error)".contains("'nothing'") && "\(error)".contains("idle hoarder")
        }
    }
}
