import Administration
import Telemetry
import Testing
import Xen
import XenMock

@Suite("Metrics")
struct MetricsTests {
    private func page(_ nodes: [(String, String)]) throws -> String {
        let store = MockXenstore().connect()
        try store.write("/tool/ballast/status/pid", "1")
        for (path, text) in nodes { try store.write(StorePath("/tool/ballast/status/\(path)"), text) }
        return String(decoding: try AgentStatus.read(from: store) { _ in true }.metrics.bytes, as: UTF8.self)
    }

    @Test("A page has each family once, with its help, its type, and a line for each domain")
    func golden() throws {
        let page = try page([
            ("version", "0.1.0"), ("level", "soft"), ("free", "65536"),
            ("domain/3/name", "a \"b\" \\ c\nd"), ("domain/3/uuid", "ba11a570-0000-4000-8000-000000000003"),
            ("domain/3/goal", "307200"), ("domain/3/stall", "25000"), ("domain/3/state", "balanced"),
            ("domain/12/goal", "4"),
        ])
        let web = #"domid="3",name="a \"b\" \\ c\nd",uuid="ba11a570-0000-4000-8000-000000000003""#
        #expect(
            page == """
                # HELP ballast_info The agent's version, as a label.
                # TYPE ballast_info gauge
                ballast_info{version="0.1.0"} 1
                # HELP ballast_host_pressure How short free memory is: 0 not, 1 soft, 2 hard, 3 critical.
                # TYPE ballast_host_pressure gauge
                ballast_host_pressure 1
                # HELP ballast_host_free_bytes What of the host's memory is free.
                # TYPE ballast_host_free_bytes gauge
                ballast_host_free_bytes 67108864
                # HELP ballast_domains How many domains there are.
                # TYPE ballast_domains gauge
                ballast_domains 2
                # HELP ballast_domain_goal_bytes What the domain needs.
                # TYPE ballast_domain_goal_bytes gauge
                ballast_domain_goal_bytes{\(web)} 314572800
                ballast_domain_goal_bytes{domid="12",name="",uuid=""} 4096
                # HELP ballast_domain_stall_ratio The part of its time that the domain waits for memory.
                # TYPE ballast_domain_stall_ratio gauge
                ballast_domain_stall_ratio{\(web)} 0.025
                # HELP ballast_domain_state Where the domain stands with the balancer, as a label.
                # TYPE ballast_domain_state gauge
                ballast_domain_state{\(web),state="balanced"} 1

                """
        )
    }

    @Test("A host without domains has a page as well")
    func empty() throws {
        #expect(try page([]).hasSuffix("ballast_domains 0\n"))
    }
}
