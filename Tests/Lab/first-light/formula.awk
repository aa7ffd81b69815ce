# Works every logged target out once more, from what the log says of the report that it answered, by the formula of the
# kernel's selfballoon driver:
#
#     goal   = Committed_AS + (what the domain held then - MemTotal) + a tenth of MemTotal, no less than the floor
#              (what is in use and could not be dropped counts where that is more than Committed_AS; it held what Xen
#              said when the report was read, or what its balloon driver said in it, and the offset, if that is more)
#     target = current - (current - goal) / 8 on the way down, goal on the way up
#
# in whole pages. Where the guest has stalled or called for memory its goal was raised; then the goal is taken from the
# log, and only the step is worked out. Exits 1 on a target that comes out otherwise, or if there are too few of them.

function value(key,    parts, rest) {
    split($0, parts, " " key "=")
    split(parts[2], rest, " ")
    return rest[1]
}

/target is written/ {
    name = value("domain.name")
    current = int(value("current.kib") / 4)
    total = int(value("report.total.kib") / 4)
    committed = int(value("report.committed.kib") / 4)
    used = total - int(value("report.available.kib") / 4)
    goal = value("goal.kib") / 4
    floor = value("floor.kib") / 4
    headroom = value("headroom.kib") / 4
    offset = value("offset.kib") / 4
    target = value("target.kib") / 4
    held = int(value("report.balloon-current.kib") / 4) + value("offset.kib") / 4
    reported = int(value("report.current.kib") / 4)
    if (reported > held) held = reported

    if (goal < current) {
        step = current - int((current - goal) / 8)
    } else {
        step = goal
    }
    if (step - offset != target) {
        printf "# step: %s: %d of %d gives %d, written %d\n", name, goal, current, step - offset, target
        if ($0 !~ /called for|waits for|wants|is lent|floor/) wrong++
        next
    }
    steps++
    if (headroom > 0 || $0 ~ /called for|waits for/) next
    expected = (committed > used ? committed : used) + (held - total) + int(total / 10)
    if (expected < floor) { expected = floor; floored++ }
    if (expected != goal) {
        printf "# goal: %s: expected %d pages, logged %d\n", name, expected, goal
        wrong++
        next
    }
    goals++
}

END {
    printf "# %d steps and %d goals (%d of them at the floor) came out as written, %d did not\n", steps, goals, floored, wrong
    exit (wrong > 0 || steps < 20 || goals < 12 || goals - floored < 6)
}
