import Ballooning
import Testing

/// Proxmox' single steps, by its own formula.
enum ProxmoxCases {
    static let step: @Sendable (PeerCase) throws -> Void = { peerCase in
        let status = try #require(peerCase.section[path: "status/\(try peerCase.text("status"))"]).elements
        let megabyte = 1_000_000
        var names: [String] = []
        var guests: [ShareStep.Guest] = []
        for guest in status {
            names.append("\(try #require(guest["vmid"]?.integer))")
            guests.append(
                ShareStep.Guest(
                    minimum: try #require(guest["balloon_min_mb"]?.integer) * megabyte,
                    maximum: try #require(guest["maxmem_mb"]?.integer) * megabyte,
                    size: try #require(guest["balloon_mb"]?.integer) * megabyte,
                    free: try #require(guest["freemem_mb"]?.integer) * megabyte,
                    shares: try #require(guest["shares"]?.integer)
                )
            )
        }
        var step = ShareStep(guests)
        let largestChange = peerCase.section["maxchange_mb"]?.integer ?? 100
        step.spread(try peerCase.int("goal_mb") * megabyte, largestChange: largestChange * megabyte)
        let expected = try #require(peerCase.body["expect"])
        for (index, name) in names.enumerated() {
            let wanted = expected[name]?.integer ?? guests[index].size / megabyte
            #expect(step.guests[index].size / megabyte == wanted, "guest \(name)")
        }
    }
}
