// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "ballast", path: "..")],
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
