import Xen

/// Reads a recording line by line.
struct RecordingParser {
    /// The columns that there can be.
    enum Column: String, CaseIterable {
        case second, domain, hot, cold, files, stream, untouched

        var isNeeded: Bool { [.second, .domain, .hot].contains(self) }
    }

    private var columns: [Column] = []
    private var names: [String] = []
    private var samples: [String: [RecordedTrace.Sample]] = [:]
    private var last = 0

    /// The largest number in a recording: 16 TiB as MiB, half a year as seconds.
    static let largest = 1 << 24
    /// The most domains, and the longest name.
    static let mostDomains = 256
    static let longestName = 64

    mutating func read(_ line: Substring, number: Int) throws(TraceError) {
        let text = line.trimmed
        guard !text.isEmpty, !text.hasPrefix("#") else { return }
        let fields = text.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed)
        guard !columns.isEmpty else { return try readHeader(fields, line: number) }
        guard fields.count == columns.count else {
            throw TraceError(line: number, problem: .fields(count: fields.count, needed: columns.count))
        }
        try readSample(fields, line: number)
    }

    /// What was read.
    func recording() throws(TraceError) -> Recording {
        guard last > 0 else { throw TraceError(line: 0, problem: .tooShort) }
        let domains = names.map { name in
            Recording.Domain(name: name, trace: RecordedTrace(samples: samples[name] ?? [], length: last))
        }
        return Recording(domains: domains, length: last)
    }

    private mutating func readHeader(_ fields: [Substring], line: Int) throws(TraceError) {
        var columns: [Column] = []
        for field in fields {
            guard let column = Column(rawValue: String(field)), !columns.contains(column) else {
                throw TraceError(line: line, problem: .column(Self.excerpt(field)))
            }
            columns.append(column)
        }
        for column in Column.allCases where column.isNeeded && !columns.contains(column) {
            throw TraceError(line: line, problem: .missing(column: column.rawValue))
        }
        self.columns = columns
    }

    private mutating func readSample(_ fields: [Substring], line: Int) throws(TraceError) {
        var demand = Demand()
        var moment = 0
        var name = ""
        for (column, field) in zip(columns, fields) {
            switch column {
            case .domain: name = try self.name(field, line: line)
            case .second: moment = try Self.number(field, column, line: line)
            case .hot: demand.hot = try Self.size(field, column, line: line)
            case .cold: demand.cold = try Self.size(field, column, line: line)
            case .files: demand.files = try Self.size(field, column, line: line)
            case .stream: demand.stream = try Self.size(field, column, line: line)
            case .untouched: demand.untouched = try Self.size(field, column, line: line)
            }
        }
        let before = samples[name]?.last?.second
        let least = max(last, before.map { $0 + 1 } ?? 0)
        guard moment >= least, before != nil || moment == 0 else {
            throw TraceError(
                line: line,
                problem: .order(second: moment, domain: name, allowed: before == nil ? 0...0 : least...Self.largest)
            )
        }
        if before == nil { names.append(name) }
        samples[name, default: []].append(RecordedTrace.Sample(second: moment, demand: demand))
        last = moment
    }

    private func name(_ field: Substring, line: Int) throws(TraceError) -> String {
        guard (1...Self.longestName).contains(field.count) else {
            throw TraceError(line: line, problem: .name(Self.excerpt(field)))
        }
        let name = String(field)
        guard samples[name] != nil || names.count < Self.mostDomains else {
            throw TraceError(line: line, problem: .tooMany(domain: name))
        }
        return name
    }

    private static func size(_ field: Substring, _ column: Column, line: Int) throws(TraceError) -> Pages {
        .mib(try number(field, column, line: line))
    }

    private static func number(_ field: Substring, _ column: Column, line: Int) throws(TraceError) -> Int {
        guard let number = Int(field), (0...largest).contains(number) else {
            throw TraceError(line: line, problem: .number(excerpt(field), column: column.rawValue))
        }
        return number
    }

    /// As much of a field as fits a message.
    private static func excerpt(_ field: Substring) -> String {
        String(field.prefix(20))
    }
}

extension Substring {
    /// Without the blanks at both ends.
    fileprivate var trimmed: Substring {
        let rest = drop(while: \.isWhitespace)
        guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return rest }
        return rest[...last]
    }
}
