public import Administration
import Glibc
public import Xen

/// `ballast top`: the live table until the user has seen enough.
///
/// Nothing is polled: a watch tells what has changed, and only that is read. A look at whether the agent and the
/// connection are still alive costs no request.
public struct TopSession {
    private let store: any Store
    private let isAlive: @Sendable (Int32) -> Bool

    /// Watches the status in a store.
    public init(_ store: any Store, isAlive: @escaping @Sendable (Int32) -> Bool = AgentProcess.isAlive) {
        self.store = store
        self.isAlive = isAlive
    }

    /// No more drawings a second than four: a serial line shows no more, and nobody reads faster.
    private static let pause = Duration.milliseconds(250)
    private static let check = Duration.seconds(2)

    /// Shows the table until `q`, SIGINT, SIGTERM or SIGHUP, and gives the terminal back in any case.
    ///
    /// - Throws: a failure of the store. An agent that ends is shown and waited for.
    public func run(terminal: String, glyphs: Glyphs, isColoured: Bool) async throws(AdministrationError) {
        do {
            try StatusMirror.watch(on: store)
        } catch {
            throw .store(error)
        }
        guard let raw = RawMode() else { return }
        let occurrences = TopOccurrences(store, check: Self.check)
        var screen = Screen(terminal: terminal, isColoured: isColoured)
        StandardStream.output.write(screen.opening)
        let result: Result<Void, StoreError>
        do throws(StoreError) {
            try await follow(occurrences, TopView(glyphs: glyphs), &screen)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        occurrences.end()
        StandardStream.output.write(screen.closing)
        raw.end()
        if case .failure(let error) = result { throw .store(error) }
    }

    private func follow(_ occurrences: TopOccurrences, _ view: TopView, _ screen: inout Screen) async throws(StoreError)
    {
        let clock = ContinuousClock()
        var mirror = StatusMirror()
        var state = TopState()
        var decoder = KeyDecoder()
        var lastDrawing = clock.now - Self.pause
        var isWaiting = false
        for await occurrence in occurrences.stream {
            let size = TerminalSize.current ?? .usual
            switch occurrence {
            case .stop: return
            case .store, .check:
                // Everything that has come since the last drawing goes into one.
                guard clock.now - lastDrawing >= Self.pause else {
                    if !isWaiting { occurrences.wake(after: Self.pause - (clock.now - lastDrawing)) }
                    isWaiting = true
                    continue
                }
            case .wake: isWaiting = false
            case .keys(let bytes):
                let rows = (try? mirror.status(isAlive: isAlive))?.domains.count ?? 0
                for key in decoder.decode(bytes) {
                    let layout = TopLayout(size, decisions: rows)
                    switch state.press(key, rows: rows, room: layout.rows) {
                    case .quit: return
                    case .redraw: screen.forget()
                    case .changed, .ignored: break
                    }
                }
            case .resized: screen.forget()
            }
            try take(into: &mirror)
            lastDrawing = clock.now
            StandardStream.output.write(screen.update(to: drawing(mirror, view, state, size), size: size))
        }
    }

    private func drawing(_ mirror: StatusMirror, _ view: TopView, _ state: TopState, _ size: TerminalSize)
        -> [ScreenLine]
    {
        do throws(AdministrationError) {
            let status = try mirror.status(isAlive: isAlive)
            return view.lines(of: status, state: state, size: size, now: Int64(time(nil)))
        } catch {
            return view.lines(of: error, size: size)
        }
    }

    private func take(into mirror: inout StatusMirror) throws(StoreError) {
        while true {
            let events = try store.takeEvents(limit: 1024)
            guard !events.isEmpty else { break }
            for event in events { mirror.note(event) }
        }
        _ = try mirror.readChanges(from: store)
    }
}
