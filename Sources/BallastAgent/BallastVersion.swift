/// The version of this build.
public enum BallastVersion {
    /// The version as `ballast --version` prints it.
    public static let current = "0.1.0"
}
