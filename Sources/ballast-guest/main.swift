import Glibc
import GuestAgent
import Xen

func write(_ text: String, to descriptor: Int32) {
    var text = text
    _ = text.withUTF8 { Glibc.write(descriptor, $0.baseAddress, $0.count) }
}

do {
    switch try GuestCommand(parsing: Array(CommandLine.arguments.dropFirst())) {
    case .help:
        write(GuestHelp.text, to: STDOUT_FILENO)
    case .version:
        write("ballast-guest \(BallastVersion.current)\n", to: STDOUT_FILENO)
    case .once:
        var sampler = try MemorySampler()
        var line: [UInt8] = []
        try sampler.sample().encode(into: &line)
        write(String(decoding: line, as: UTF8.self) + "\n", to: STDOUT_FILENO)
    case .releaseSwap(let device):
        exit(SwapRelease.perform(device) ? 0 : 1)
    case .pullSwap(let request):
        guard let result = SwapPull.perform(request) else { exit(1) }
        write(result, to: STDOUT_FILENO)
    case .run(let options):
        let log = GuestLog(isQuiet: options.isQuiet)
        var loop = try GuestLoop(options.settings, log: log) { () throws(StoreError) -> WireClient in
            try WireClient(path: options.store, timeout: .seconds(10), eventLimit: 64)
        }
        do {
            try OwnMemory.keep()
        } catch {
            log.warning("own pages are not kept in memory", ["error": "\(error)"])
        }
        try loop.run()
    }
} catch let error as UsageError {
    write("ballast-guest: \(error)\nTry 'ballast-guest --help'.\n", to: STDERR_FILENO)
    exit(2)
} catch {
    write("ballast-guest: \(error)\n", to: STDERR_FILENO)
    exit(1)
}
