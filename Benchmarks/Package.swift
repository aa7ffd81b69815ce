// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "benchmarks",
    products: [
        // Loaded in front of the real one into a program that is measured.
        .library(name: "StandInXenctrl", type: .dynamic, targets: ["StandInXenctrl"])
    ],
    dependencies: [
        .package(name: "ballast", path: ".."),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .target(name: "CAllocations"),
        .executableTarget(
            name: "PlanBenchmark",
            dependencies: [
                "CAllocations",
                .product(name: "Ballooning", package: "ballast"),
                .product(name: "Xen", package: "ballast"),
            ]
        ),
        .target(name: "StandInXenctrl"),
        .executableTarget(
            name: "IdleBenchmark",
            dependencies: [
                "StandInXenctrl",
                .product(name: "Xen", package: "ballast"),
                .product(name: "XenMock", package: "ballast"),
            ]
        ),
        .executableTarget(
            name: "ReactionBenchmark",
            dependencies: [
                .product(name: "BallastAgent", package: "ballast"),
                .product(name: "Ballooning", package: "ballast"),
                .product(name: "Xen", package: "ballast"),
                .product(name: "XenMock", package: "ballast"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .executableTarget(
            name: "XenstoreBenchmark",
            dependencies: [
                .product(name: "Xen", package: "ballast"),
                .product(name: "XenMock", package: "ballast"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)
