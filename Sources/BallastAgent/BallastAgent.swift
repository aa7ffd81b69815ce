// The module's first file gives way to its types.
