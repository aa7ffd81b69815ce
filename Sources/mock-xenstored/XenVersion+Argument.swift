public import ArgumentParser
public import XenMock

extension XenVersion: ExpressibleByArgument {}
