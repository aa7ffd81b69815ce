public import Ballooning
public import Xen

/// An alarm for a dom0 whose tasks wait for memory.
public protocol StallAlarm: Alarm {
    /// Says from how much waiting on there is an alarm; what it was before holds until this is in force.
    func set(threshold: StallRate)
}
