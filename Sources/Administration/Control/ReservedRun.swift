public import Xen

/// A reservation that is asked for, waited for, used by a program and given back.
public struct ReservedRun: Sendable {
    private let store: any Store
    private let request: ReservationRequest
    private let interruption: Interruption
    private let isAlive: @Sendable (Int32) -> Bool
    private let absence: Duration

    /// Makes a run.
    ///
    /// - Parameters:
    ///   - interruption: what ends the wait, and what the program is told.
    ///   - absence: how long the agent may be gone in the meantime: one that was killed is started again, and answers.
    public init(
        _ request: ReservationRequest,
        on store: any Store,
        _ interruption: Interruption,
        absence: Duration = .seconds(15),
        isAlive: @escaping @Sendable (Int32) -> Bool = AgentProcess.isAlive
    ) {
        self.store = store
        self.request = request
        self.interruption = interruption
        self.absence = absence
        self.isAlive = isAlive
    }

    /// Asks for the memory and waits until the agent keeps it.
    ///
    /// - Parameter patience: how long to wait for an answer.
    /// - Throws: ``AdministrationError/reservation(_:)`` if it is refused. Whatever is thrown, the reservation is gone.
    public func reserve(patience: TimeSpan) async throws(AdministrationError) -> ReservationStatus {
        try AgentProcess.require(in: store, isAlive: isAlive)
        let control = ReservationControl(store)
        do {
            try control.ask(request)
            try control.watch(request.id)
        } catch {
            throw .store(error)
        }
        let result = await interruption.cancelling { () async -> Result<ReservationStatus, AdministrationError> in
            do throws(AdministrationError) {
                return .success(try await answer(patience))
            } catch {
                return .failure(error)
            }
        }
        do throws(AdministrationError) {
            let status = try result.get()
            guard status.isGranted else { throw .reservation(status) }
            return status
        } catch {
            // What is in the way of giving it back is in the way of telling so: the reservation lapses by itself.
            _ = try? control.release(request.id)
            throw error
        }
    }

    /// Runs a program while the memory is kept, and gives back what the program has not taken.
    ///
    /// - Returns: the program's exit status.
    public func run(_ words: [String]) async throws(AdministrationError) -> Int32 {
        let result: Result<Int32, AdministrationError>
        do throws(AdministrationError) {
            result = .success(try await ChildProgram(words: words).run(interruption))
        } catch {
            result = .failure(error)
        }
        do {
            try ReservationControl(store).release(request.id)
        } catch {
            throw .store(error)
        }
        return try result.get()
    }

    private func answer(_ patience: TimeSpan) async throws(AdministrationError) -> ReservationStatus {
        let control = ReservationControl(store)
        let clock = ContinuousClock()
        let end = clock.now + .milliseconds(patience.milliseconds)
        var lastSeen = clock.now
        let pulse = StorePulse(store, every: .seconds(1))
        for await _ in pulse.stream {
            do throws(StoreError) {
                // The first event comes with the watch itself.
                if try !store.takeEvents(limit: 64).isEmpty {
                    guard let status = try control.status(of: request.id) else { throw StoreError(.noEntry, .read) }
                    if status.isAnswered { return status }
                }
            } catch {
                throw error.code == .noEntry ? .unknownReservation(request.id) : .store(error)
            }
            do throws(AdministrationError) {
                try AgentProcess.require(in: store, isAlive: isAlive)
                lastSeen = clock.now
            } catch {
                if case .store = error { throw error }
                guard clock.now - lastSeen < absence else { throw error }
            }
            guard clock.now < end else { throw .noAnswer(seconds: patience.seconds) }
        }
        throw .interrupted
    }
}
