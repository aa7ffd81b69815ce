/// What a turn asks of every domain: a few bytes, apart from the ``DomainRecord``, so that a pass over a thousand domains
/// stays in the cache and looks at those records alone that have something to say.
struct RecordMarks {
    /// The nodes that may have changed since they were read.
    var unread = DomainNodeSet.all
    /// Whether the plan has to be told of the domain anew.
    var hasNews = true
    /// Whether anybody keeps the domain where it is.
    var isKept = false
    /// Whether it is being saved, or moved to another host.
    var isMigrating = false
    /// Whether the guest is not heard for a while.
    var isMuted = false
}
