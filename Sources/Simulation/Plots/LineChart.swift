/// Draws panels of lines over one axis of time as SVG text, with nothing but strings.
struct LineChart {
    /// A line of a panel.
    struct Line {
        var name: String
        var color: String
        /// The pattern of a dashed line, empty for a solid one.
        var dashes = ""
        var values: [Double]
    }

    /// A panel: lines in one unit, above each other in one file.
    struct Panel {
        var title: String
        var lines: [Line]
    }

    var title: String
    /// The time of the samples, in seconds, ascending.
    var seconds: [Double]
    var panels: [Panel]

    private static let width = 960.0
    private static let height = 150.0
    private static let left = 64.0
    private static let right = 32.0
    private static let top = 44.0
    private static let gap = 54.0

    /// The whole file.
    var svg: String {
        let full = Self.top + Double(panels.count) * (Self.height + Self.gap)
        var text = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(Self.width)) \(Int(full))" \
            font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="white"/>
            <text x="\(Int(Self.left))" y="22" font-size="16">\(escaped(title))</text>

            """
        for (index, panel) in panels.enumerated() {
            text += draw(panel, y: Self.top + Double(index) * (Self.height + Self.gap))
        }
        return text + "</svg>\n"
    }

    private func draw(_ panel: Panel, y top: Double) -> String {
        let highest = panel.lines.flatMap(\.values).max() ?? 0
        let scale = Self.round(up: max(highest, 1e-9))
        let bottom = top + Self.height
        var text = "<text x=\"\(Int(Self.left))\" y=\"\(number(top - 6))\">\(escaped(panel.title))</text>\n"
        for part in 0...4 {
            let y = bottom - Self.height * Double(part) / 4
            text +=
                "<path d=\"M\(number(Self.left)) \(number(y))H\(number(Self.width - Self.right))\" stroke=\"#ddd\"/>"
            text += "<text x=\"\(number(Self.left - 6))\" y=\"\(number(y + 4))\" text-anchor=\"end\" fill=\"#555\">"
            text += "\(short(scale * Double(part) / 4))</text>\n"
        }
        for part in 0...6 {
            let moment = (seconds.last ?? 0) * Double(part) / 6
            text += "<text x=\"\(number(x(moment)))\" y=\"\(number(bottom + 16))\" text-anchor=\"middle\" "
            text += "fill=\"#555\">\(short(moment)) s</text>\n"
        }
        var legend = Self.left + 8 * Double(panel.title.count) + 24
        for line in panel.lines {
            text += "<path d=\"\(path(line.values, bottom: bottom, scale: scale))\" fill=\"none\" "
            text += "stroke=\"\(line.color)\" stroke-dasharray=\"\(line.dashes)\"/>\n"
            text += "<path d=\"M\(number(legend)) \(number(top - 10))h18\" stroke=\"\(line.color)\" "
            text += "stroke-dasharray=\"\(line.dashes)\"/>"
            text += "<text x=\"\(number(legend + 22))\" y=\"\(number(top - 6))\">\(escaped(line.name))</text>\n"
            legend += 40 + 7 * Double(line.name.count)
        }
        return text
    }

    private func path(_ values: [Double], bottom: Double, scale: Double) -> String {
        var text = ""
        for (index, value) in values.enumerated() where index < seconds.count {
            // A point on a level stretch adds nothing but size.
            let isInner = index > 0 && index + 1 < min(values.count, seconds.count)
            if isInner, values[index - 1] == value, values[index + 1] == value { continue }
            let y = bottom - Self.height * min(1, value / scale)
            text += "\(index == 0 ? "M" : "L")\(number(x(seconds[index]))) \(number(y))"
        }
        return text
    }

    private func x(_ moment: Double) -> Double {
        let end = max(seconds.last ?? 1, 1e-9)
        return Self.left + (Self.width - Self.left - Self.right) * moment / end
    }

    /// The next number whose quarters are easy to read.
    private static func round(up value: Double) -> Double {
        var unit = 1.0
        while unit < value { unit *= 10 }
        while unit / 10 >= value { unit /= 10 }
        return [0.12, 0.16, 0.2, 0.32, 0.4, 0.6, 0.8].map { $0 * unit }.first { $0 >= value } ?? unit
    }

    private func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }

    private func short(_ value: Double) -> String {
        value == value.rounded() ? "\(Int(value))" : number(value)
    }

    private func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
        return result
    }
}
