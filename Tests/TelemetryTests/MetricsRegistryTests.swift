import CoreMetrics
import Telemetry
import Testing

@Suite("Metrics")
struct MetricsRegistryTests {
    private func text(_ registry: MetricsRegistry) -> String {
        String(decoding: registry.page().bytes, as: UTF8.self)
    }

    @Test("A page has each metric once, in the order of the descriptions, and its series in the order they were made")
    func order() {
        let registry = MetricsRegistry([
            MetricDescription("b_total", "What b is.", .counter),
            MetricDescription("a_bytes", "What a\nis.", .gauge),
        ])
        Meter(label: "a_bytes", dimensions: [("domid", "12"), ("name", "a \"b\" \\ c\nd")], factory: registry).set(1.5)
        Meter(label: "a_bytes", dimensions: [("domid", "3")], factory: registry).set(9_007_199_254_740_993)
        Counter(label: "b_total", factory: registry).increment(by: 7)
        Counter(label: "b_total", factory: registry).increment()
        Counter(label: "2 odd-names", dimensions: [("a-b", "")], factory: registry).increment()
        #expect(
            text(registry) == #"""
                # HELP b_total What b is.
                # TYPE b_total counter
                b_total 8
                # HELP a_bytes What a\nis.
                # TYPE a_bytes gauge
                a_bytes{domid="12",name="a \"b\" \\ c\nd"} 1.5
                a_bytes{domid="3"} 9007199254740992.0
                # HELP _2_odd_names _2_odd_names
                # TYPE _2_odd_names counter
                _2_odd_names{a_b=""} 1

                """#
        )
    }

    @Test("A histogram counts each value in every bucket that it fits in")
    func histogram() {
        let registry = MetricsRegistry([MetricDescription("t_seconds", "Times.", .histogram([0.001, 0.5, 2]))])
        let timer = Timer(label: "t_seconds", dimensions: [("a", "b")], factory: registry)
        for milliseconds in [1, 2, 500, 501, 3000] { timer.recordMilliseconds(milliseconds) }
        #expect(
            text(registry) == """
                # HELP t_seconds Times.
                # TYPE t_seconds histogram
                t_seconds_bucket{a="b",le="0.001"} 1
                t_seconds_bucket{a="b",le="0.5"} 3
                t_seconds_bucket{a="b",le="2"} 4
                t_seconds_bucket{a="b",le="+Inf"} 5
                t_seconds_sum{a="b"} 4.004
                t_seconds_count{a="b"} 5

                """
        )
    }

    @Test("What is no number has a name", arguments: [(Double.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf")])
    func numbers(value: Double, text: String) {
        let registry = MetricsRegistry([])
        Meter(label: "x", factory: registry).set(value)
        #expect(self.text(registry).hasSuffix("x \(text)\n"))
    }

    @Test("A destroyed series is gone, and one made anew under its name starts from nothing")
    func destroyed() {
        let registry = MetricsRegistry([])
        let first = Counter(label: "c", dimensions: [("d", "1")], factory: registry)
        first.increment()
        first.destroy()
        #expect(text(registry) == "")
        Counter(label: "c", dimensions: [("d", "1")], factory: registry).increment()
        // A second farewell is not the new one's.
        first.destroy()
        #expect(text(registry).hasSuffix("c{d=\"1\"} 1\n"))
    }

    @Test("A counter does not fall")
    func monotonous() {
        let registry = MetricsRegistry([])
        let counter = FloatingPointCounter(label: "c", factory: registry)
        counter.increment(by: 2)
        counter.increment(by: -1)
        #expect(text(registry).hasSuffix("c 2\n"))
    }

    @Test("A gauge and a recorder that sums nothing up show the latest value")
    func latest() {
        let registry = MetricsRegistry([])
        Gauge(label: "g", factory: registry).record(3)
        Recorder(label: "g", aggregate: false, factory: registry).record(4)
        #expect(text(registry).hasSuffix("g 4\n"))
    }
}
