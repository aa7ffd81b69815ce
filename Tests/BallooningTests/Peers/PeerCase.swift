import Foundation
import Testing

/// One published case of a peer.
struct PeerCase: Sendable, CustomTestStringConvertible {
    /// `section/id`.
    let id: String
    /// The part of the file that it stands in, such as `libxl/mem_set`.
    let group: String
    let body: JSON
    /// The whole section, where its rules and defaults stand.
    let section: JSON

    var testDescription: String { id }

    func int(_ key: String) throws -> Int {
        try #require(body[path: key]?.integer, "\(id) has no number \(key)")
    }

    func double(_ key: String) throws -> Double {
        try #require(body[path: key]?.number, "\(id) has no number \(key)")
    }

    func text(_ key: String) throws -> String {
        try #require(body[path: key]?.text, "\(id) has no text \(key)")
    }
}

/// The file of cases: the one in the project, or the one that `BALLAST_CASES` names.
enum PeerCaseFile {
    /// Where it is.
    static let name: String = {
        let usual = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/peer-cases.json")
        return ProcessInfo.processInfo.environment["BALLAST_CASES"] ?? usual.path
    }()

    /// What it says; nothing if it cannot be read.
    static let content: JSON = {
        guard let data = FileManager.default.contents(atPath: name), let json = try? JSON(data) else { return .null }
        return json
    }()

    /// All cases of all groups that have a mechanism.
    static let cases: [PeerCase] = PeerMechanism.all.flatMap { mechanism in
        let path = mechanism.group.split(separator: "/", maxSplits: 1).map(String.init)
        let section = content[path[0]] ?? .null
        let body = path.count == 1 ? section : section[path: path[1]] ?? .null
        if mechanism.isWhole {
            guard body != .null else { return [PeerCase]() }
            return [PeerCase(id: "\(path[0])/\(path.last ?? "")", group: mechanism.group, body: body, section: section)]
        }
        return body.elements.enumerated().map { index, element in
            let name = element["id"]?.text ?? element["name"]?.text
            let id = name ?? (path.count == 1 ? "\(index)" : "\(path[1]).\(index)")
            return PeerCase(id: "\(path[0])/\(id)", group: mechanism.group, body: element, section: section)
        }
    }
}
