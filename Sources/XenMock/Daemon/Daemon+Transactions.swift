import Xen

// TRANSACTION_START and TRANSACTION_END.
extension Daemon {
    func startTransaction(_ client: Client) throws(WireErrno) -> Reply {
        guard client.current == nil else { throw .EBUSY }
        let limit = limit(\.transactions, "transactions", of: client)
        guard client.isPrivileged || client.domain.transactions <= limit else { throw .ENOSPC }
        generation += 1
        while client.nextTransaction == 0 || client.transactions[client.nextTransaction] != nil {
            client.nextTransaction &+= 1
        }
        let number = client.nextTransaction
        client.nextTransaction &+= 1
        client.transactions[number] = Transaction(number)
        client.domain.transactions += 1
        return .text(String(number))
    }

    func endTransaction(_ arguments: Arguments, _ client: Client) throws(WireErrno) -> Reply {
        let isCommit: Bool
        switch arguments.only {
        case [UInt8(ascii: "T")]: isCommit = true
        case [UInt8(ascii: "F")]: isCommit = false
        default: throw .EINVAL
        }
        guard let transaction = client.current else { throw .ENOENT }
        client.current = nil
        client.transactions[transaction.number] = nil
        client.domain.transactions -= 1
        if isCommit { try commit(transaction, client) }
        return .done
    }

    private func commit(_ transaction: Transaction, _ client: Client) throws(WireErrno) {
        guard !transaction.hasFailed else { throw .ENOMEM }
        for (number, change) in transaction.nodes {
            guard let domain = domains[number] else { throw .ENOMEM }
            guard number != 0, transaction.hasCreated, !client.isPrivileged else { continue }
            guard domain.nodes + change < limit(\.nodes, "nodes", of: client) else { throw .ENOSPC }
        }
        for (path, touched) in transaction.touched where nodes[path]?.generation != touched.generation {
            throw .EAGAIN
        }
        for path in transaction.order {
            guard let touched = transaction.touched[path], touched.isModified else { continue }
            if var node = touched.view {
                node.generation = nextGeneration()
                nodes[path] = node
            } else {
                nodes[path] = nil
            }
            if let event = touched.event { fire(path, event, formerly: touched.grants, for: client) }
        }
        for (number, change) in transaction.nodes { domains[number]?.nodes += change }
    }
}
