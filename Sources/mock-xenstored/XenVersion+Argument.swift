public import ArgumentParser
public import XenMock

extension XenVersion: ExpressibleByArgument {
    static let list = allCases.map(\.rawValue).joined(separator: ", ")
}
