import Glibc

/// A thread of its own for a loop that blocks in poll(2), which must not hold up Swift's small pool of threads.
package enum BackgroundThread {
    /// Runs `body` on a new thread that nobody joins.
    ///
    /// - Returns: 0, or the errno of pthread_create(3); then `body` has not run and never will.
    package static func start(_ body: @escaping @Sendable () -> Void) -> Int32 {
        let box = Unmanaged.passRetained(Body(body))
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let status = pthread_create(
            &thread,
            &attributes,
            { argument in
                // A thread starts with the one argument it was given; nil cannot come here.
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            },
            box.toOpaque()
        )
        if status != 0 { box.release() }
        return status
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }
}
