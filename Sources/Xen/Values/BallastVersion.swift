/// The version of this build. It stands here alone: the programs, the manual and the packages take it from here.
public enum BallastVersion {
    /// The version as `--version` prints it.
    public static let current = "0.1.0"
}
