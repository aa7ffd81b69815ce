import Glibc
import Synchronization
import Telemetry
import Testing

@Suite("Exposition")
struct ExpositionTests {
    /// A listener on a port that was free.
    private func listener(values: Int = 1) throws -> (MetricsListener, UInt16) {
        var page = MetricsPage()
        let description = MetricDescription("a_bytes", "What a is.", .gauge)
        page.add(description, (0..<values).map { (MetricLabels([("n", "\($0)")]), Double($0)) })
        for _ in 0..<100 {
            let port = UInt16.random(in: 20000...60000)
            let address = try #require(LoopbackAddress(parsing: "\(port)"))
            if let listener = try? MetricsListener(at: address, page: { [page] in page }) { return (listener, port) }
        }
        throw NoPort()
    }

    private struct NoPort: Error {}

    private static let request = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"

    @Test("A scrape gets the page with its type and its length, and the connection ends")
    func scrape() throws {
        let (listener, port) = try listener()
        defer { listener.stop() }
        let scraper = try #require(Scraper(port: port))
        scraper.send(Self.request)
        let body = "# HELP a_bytes What a is.\n# TYPE a_bytes gauge\na_bytes{n=\"0\"} 0\n"
        #expect(
            scraper.rest()
                == "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
                + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
        )
    }

    @Test(
        "What is no scrape is refused by name",
        arguments: [
            ("POST /metrics HTTP/1.1\r\n\r\n", "405 "), ("GET /secret HTTP/1.1\r\n\r\n", "404 "),
            ("GET /metrics\r\n\r\n", "400 "), ("\u{1}\u{2}\r\n\r\n", "400 "), ("GET  /metrics HTTP/1.1\n\n", "400 "),
            (String(repeating: "x", count: 5000), "431 "), ("HEAD / HTTP/1.0\n\n", "200 "),
            ("GET /metrics?x=1 HTTP/1.1\r\nA: b\r\n\r\n", "200 "),
        ]
    )
    func refused(request: String, status: String) throws {
        let (listener, port) = try listener()
        defer { listener.stop() }
        let scraper = try #require(Scraper(port: port))
        scraper.send(request)
        #expect(scraper.rest().hasPrefix("HTTP/1.1 " + status))
    }

    @Test("A request that comes byte by byte is understood, and others are served meanwhile")
    func slowly() throws {
        let (listener, port) = try listener()
        defer { listener.stop() }
        let slow = try #require(Scraper(port: port))
        for character in Self.request {
            slow.send(String(character))
            if character == "/" {
                let quick = try #require(Scraper(port: port))
                quick.send(Self.request)
                #expect(quick.rest().hasPrefix("HTTP/1.1 200"))
            }
        }
        #expect(slow.rest().hasPrefix("HTTP/1.1 200"))
    }

    @Test("Clients that say nothing hold nobody up for longer than their patience", .timeLimit(.minutes(1)))
    func silent() throws {
        let (listener, port) = try listener()
        defer { listener.stop() }
        let silent = try (0..<12).map { _ in try #require(Scraper(port: port)) }
        let scraper = try #require(Scraper(port: port))
        scraper.send(Self.request)
        #expect(scraper.rest().hasPrefix("HTTP/1.1 200"))
        #expect(silent.count == 12)
    }

    @Test("A client that does not read its answer is cut off, and a large page arrives whole elsewhere")
    func largePage() throws {
        let (listener, port) = try listener(values: 200_000)
        defer { listener.stop() }
        let deaf = try #require(Scraper(port: port))
        deaf.send(Self.request)
        let scraper = try #require(Scraper(port: port))
        scraper.send(Self.request)
        #expect(scraper.rest().hasSuffix("a_bytes{n=\"199999\"} 199999\n"))
        #expect(deaf.send(""))
    }

    @Test("A port that is taken is an error that names it")
    func taken() throws {
        let (listener, port) = try listener()
        defer { listener.stop() }
        let address = try #require(LoopbackAddress(parsing: "\(port)"))
        let error = #expect(throws: MetricsListenerError.self) {
            _ = try MetricsListener(at: address) { MetricsPage() }
        }
        #expect("\(try #require(error))" == "cannot listen on 127.0.0.1:\(port) for scrapes: Address already in use")
    }

    @Test(
        "Only addresses of the loopback are taken",
        arguments: [
            ("9187", "127.0.0.1:9187"), ("127.0.0.2:1", "127.0.0.2:1"), ("[::1]:65535", "[::1]:65535"), ("", nil),
            ("0", nil), ("65536", nil), ("-1", nil), ("0.0.0.0:9187", nil), ("192.168.1.1:9187", nil), (":9187", nil),
            ("[::]:9187", nil), ("localhost:9187", nil), ("127.0.0.1:", nil), ("+80", nil),
        ] as [(String, String?)]
    )
    func address(text: String, address: String?) {
        #expect(LoopbackAddress(parsing: text).map { "\($0)" } == address)
    }

    @Test("A file is replaced whole, readable by all, and nothing else stays behind")
    func file() throws {
        var name = Array("/tmp/ballast-metrics-XXXXXX".utf8CString)
        let directory = String(cString: try #require(mkdtemp(&name)))
        defer { rmdir(directory) }
        let file = MetricsFile(path: directory + "/ballast.prom")
        var page = MetricsPage()
        try file.replace(by: page)
        page.add(MetricDescription("a", "A.", .gauge), [(MetricLabels([]), 1)])
        try file.replace(by: page)
        var status = stat()
        #expect(stat(file.path, &status) == 0)
        #expect(status.st_size == page.bytes.count)
        #expect(status.st_mode & 0o777 == 0o644)
        file.remove()
        #expect(rmdir(directory) == 0)
        #expect(throws: MetricsFileError.self) { try file.replace(by: page) }
    }
}
