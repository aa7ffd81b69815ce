extension RandomAccessCollection where Index == Int {
    /// Where the element of a domain stands in a list that is sorted by domid, or would stand if there were one.
    ///
    /// - Parameter number: the domid of an element.
    @inlinable
    package func position(of id: DomainID, by number: (Element) -> DomainID) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = (low + high) / 2
            if number(self[middle]) < id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Where the element of a domain stands in a list that is sorted by domid; nil if there is none.
    ///
    /// - Parameter number: the domid of an element.
    @inlinable
    package func index(of id: DomainID, by number: (Element) -> DomainID) -> Int? {
        let position = position(of: id, by: number)
        return position < endIndex && number(self[position]) == id ? position : nil
    }
}
