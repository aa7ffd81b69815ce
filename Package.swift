// swift-tools-version: 6.2
import PackageDescription

// Each feature is named by its Swift Evolution proposal:
// SE-0335 (any), SE-0444 (imports of members), SE-0409 (access level of imports), SE-0461 (nonisolated async).
let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

// CI turns every warning into an error; a contributor's build with a newer compiler still goes through.
let warnings: [SwiftSetting] =
    Context.environment["BALLAST_WARNINGS_AS_ERRORS"] == nil ? [] : [.treatAllWarnings(as: .error)]

let settings = house + warnings

// The static runtime asks for all symbols to be exported, which keeps a megabyte of code alive that nobody calls.
let lean: [LinkerSetting] = [
    .unsafeFlags(
        ["-Xlinker", "--no-export-dynamic", "-Xlinker", "--icf=safe"],
        .when(platforms: [.linux], configuration: .release)
    )
]

let package = Package(
    name: "ballast",
    products: [
        .executable(name: "ballast", targets: ["ballast"]),
        .executable(name: "ballast-guest", targets: ["ballast-guest"]),
        .executable(name: "mock-xenstored", targets: ["mock-xenstored"]),
        .executable(name: "xenstore-differ", targets: ["xenstore-differ"]),
        .library(name: "Xen", targets: ["Xen"]),
        .library(name: "XenMock", targets: ["XenMock"]),
        .library(name: "Ballooning", targets: ["Ballooning"]),
        .library(name: "BallastAgent", targets: ["BallastAgent"]),
        .library(name: "Simulation", targets: ["Simulation"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CXen",
            path: "CXen",
            pkgConfig: "xenstore xencontrol xenevtchn",
            providers: [.apt(["libxen-dev"]), .yum(["xen-devel"])]
        ),

        .systemLibrary(name: "CLinux", path: "CLinux"),

        .target(name: "Xen", swiftSettings: settings),
        // Random numbers that follow from a seed, for the simulation and for tests.
        .target(name: "Seeded", swiftSettings: settings),
        .target(
            name: "XenSystem",
            dependencies: ["Xen", "CXen", .product(name: "Logging", package: "swift-log")],
            // Every call into C is marked `unsafe` here, and nowhere else is there one to mark (SE-0458).
            swiftSettings: settings + [.strictMemorySafety()]
        ),
        .target(name: "XenMock", dependencies: ["Xen", "CLinux", "Seeded"], swiftSettings: settings),
        .target(name: "Ballooning", dependencies: ["Xen"], swiftSettings: settings),
        .target(name: "ControlDomain", dependencies: ["Xen", "Ballooning"], swiftSettings: settings),
        .target(
            name: "BallastAgent",
            dependencies: [
                "Xen", "Ballooning", "ControlDomain",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "SettingsFile",
            dependencies: ["BallastAgent", .product(name: "TOMLKit", package: "TOMLKit")],
            swiftSettings: settings
        ),
        .target(name: "GuestAgent", dependencies: ["Xen", "CLinux"], swiftSettings: settings),
        .target(
            name: "Telemetry",
            dependencies: [
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .target(name: "FlightRecorder", dependencies: ["Ballooning", "Xen"], swiftSettings: settings),
        .target(
            name: "Administration",
            dependencies: ["BallastAgent", "Ballooning", "Telemetry", "Xen"],
            swiftSettings: settings
        ),
        .target(
            name: "Console",
            dependencies: [
                "Administration", "BallastAgent", "Ballooning", "Xen",
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Simulation",
            dependencies: ["Xen", "XenMock", "Ballooning", "BallastAgent", "Seeded"],
            swiftSettings: settings
        ),

        .executableTarget(
            name: "ballast",
            dependencies: [
                "Administration", "FlightRecorder", "BallastAgent", "Ballooning", "Console", "ControlDomain",
                "XenSystem", "XenMock",
                "Xen",
                "Telemetry", "SettingsFile", "Simulation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings,
            linkerSettings: lean
        ),
        .executableTarget(
            name: "ballast-guest",
            dependencies: ["GuestAgent", "Xen"],
            swiftSettings: settings,
            linkerSettings: lean
        ),
        .executableTarget(
            name: "mock-xenstored",
            dependencies: ["Xen", "XenMock", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: settings,
            linkerSettings: lean
        ),
        .executableTarget(
            name: "xenstore-differ",
            dependencies: ["Xen", "Seeded", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Tests/Lab/xenstored/differ",
            swiftSettings: settings
        ),

        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "Simulation", "BallastAgent", "Ballooning", "Seeded", "Xen", "XenMock",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "BallastAgentTests",
            dependencies: [
                "Administration", "BallastAgent", "Ballooning", "ControlDomain", "KernelFolder", "Seeded", "Telemetry",
                "Xen", "XenMock",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
            ],
            exclude: ["Golden"],
            swiftSettings: settings
        ),
        // Stands for dom0's /proc and /sys in tests.
        .target(
            name: "KernelFolder",
            dependencies: ["ControlDomain"],
            path: "Tests/KernelFolder",
            swiftSettings: settings
        ),
        .testTarget(
            name: "ControlDomainTests",
            dependencies: ["ControlDomain", "KernelFolder", "Ballooning", "Xen"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AdministrationTests",
            dependencies: ["Administration", "Telemetry", "BallastAgent", "Ballooning", "Xen", "XenMock"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ConsoleTests",
            dependencies: ["Console", "Administration", "BallastAgent", "Xen", "XenMock"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "FlightRecorderTests",
            dependencies: [
                "FlightRecorder", "BallastAgent", "Ballooning", "Simulation", "Xen",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "TelemetryTests",
            dependencies: [
                "Telemetry",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "SettingsFileTests",
            dependencies: ["SettingsFile", "BallastAgent", "Seeded"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "XenSystemTests",
            dependencies: ["XenSystem", "Xen", "XenMock", .product(name: "Logging", package: "swift-log")],
            swiftSettings: settings
        ),
        // The agent's loop over real libxenstore.
        .testTarget(
            name: "LiveAgentTests",
            dependencies: [
                "BallastAgent", "Ballooning", "Xen", "XenMock", "XenSystem",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "XenMockTests",
            dependencies: ["XenMock", "Xen", "Seeded"],
            exclude: ["Corpus"],
            swiftSettings: settings
        ),
        .testTarget(name: "XenTests", dependencies: ["Xen", "Seeded"], swiftSettings: settings),
        .testTarget(
            name: "BallooningTests",
            dependencies: ["Ballooning", "Seeded", "Xen"],
            exclude: ["Fixtures"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "GuestAgentTests",
            dependencies: ["GuestAgent", "Xen", "XenMock", "CLinux"],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)
