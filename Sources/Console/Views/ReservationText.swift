public import Administration
import Xen

/// A reservation as text, for `ballast reserve`.
public struct ReservationText {
    private let glyphs: Glyphs

    /// Draws with the given signs.
    public init(glyphs: Glyphs) {
        self.glyphs = glyphs
    }

    /// What is kept, for how long, and how to give it back.
    public func lines(of status: ReservationStatus) -> [ScreenLine] {
        let whom = status.beneficiary.map { " for \($0)" } ?? ""
        let until = status.expires.map { " until \(LocalTime.text($0))" } ?? ""
        return [
            "\(status.granted.map { "\(MemorySize($0))" } ?? "nothing") is kept free\(whom)\(until)",
            "\"ballast reserve --release \(status.id)\" gives it back",
        ].map { ScreenLine(glyphs.shown($0)) }
    }
}
