# shellcheck shell=dash
# Bursts of allocation in a guest, and how soon its target follows. Source it behind lab.sh. All bursts of a test are of one
# guest. Each leaves a line in /tmp/SERIES.bursts, in centiseconds: when its program started and when it had all of its
# memory, on the guest's clock, when the target was raised, on dom0's, and the time from the command to that.

# How far dom0's clock is ahead of the guest's at least. Both count Xen's time, so what a command takes to get to the guest
# is all that is missing of it, and the quickest command says the most. What is still missing counts as waiting.
burst_lead=0

# The memory that a burst takes, and what a guest has before it.
burst_mib=56
burst_rest_mib=112

# burst_agent LOG [OPTION…]: starts the agent in dom0; $agent is its process. It does not take what a guest no longer needs,
# so that every burst meets the same guest, and hears any number of calls.
burst_agent() {
    local log=$1
    shift
    ballast run --set surplus=keep --set urgent-rate=6000 --set dynamic-min-mb="$burst_rest_mib" "$@" >> "$log" 2>&1 &
    agent=$!
}

# burst_watch NAME: notes from now on when the guest's target is written, a line each time. It starts no process for it,
# which would take longer than what is measured.
burst_watch() {
    xenstore-watch "/local/domain/$(domid "$1")/memory/target" | while read -r _; do
        now
        echo "$now"
    done > "/tmp/targets.$1" &
}

# burst_rest NAME: brings the guest back to where it was before a burst, by the administrator's hand, and has it balanced
# again.
burst_rest() {
    local tries=0 rests="[ \"\$(guest_mib $1)\" -le $((burst_rest_mib + 1)) ]"
    wait_until 20 "balanced $1" || return 1
    # A target that does not change is nobody's word, and not held. One that is released on its way goes on step by step.
    until [ "$(target "$1")" -le $((burst_rest_mib * 1024)) ]; do
        tries=$((tries + 1))
        [ "$tries" -le 12 ] &&
            xl mem-set "$1" "$burst_rest_mib" &&
            wait_until 20 "[ \"\$(state $1)\" = held ]" &&
            wait_until 30 "$rests" &&
            xenstore-write "/tool/ballast/release/$1" '' &&
            wait_until 20 "balanced $1" || return 1
        # What it called for in its last burst may raise it once more, by less each time.
        sleep 1
    done
    wait_until 30 "$rests"
}

# burst NAME SERIES: has a program in the resting guest allocate what the guest has not got.
burst() {
    local start from to
    burst_rest "$1" || { echo "# $2: $1 does not come to rest"; return 1; }
    burst_at=
    now; start=$now
    guest_run "$1" "read -r from _ < /proc/uptime; $(burst_allocation) read -r to _ < /proc/uptime; echo \$from \$to" \
        > /tmp/burst.took
    read -r from to < /tmp/burst.took && wait_until 20 "burst_raised $1 $start" || return 1
    from=${from%.*}${from#*.} to=${to%.*}${to#*.}
    [ $((guest_asked - from)) -le "$burst_lead" ] || burst_lead=$((guest_asked - from))
    echo "$from $to $burst_at $((burst_at - start))" >> "/tmp/$2.bursts"
    guest_free "$1"
}

# bursts_of NAME COUNT SERIES: that many bursts, each of which has to be answered.
bursts_of() {
    local round=0 answered=0
    while [ "$round" -lt "$2" ]; do
        round=$((round + 1))
        burst "$1" "$3" && answered=$((answered + 1))
    done
    echo "# $3: $answered of $2 bursts are answered"
    [ "$answered" -eq "$2" ]
}

# burst_allocation: prints shell of the guest that allocates. The writer has its memory, all of it touched, as soon as it waits
# for somebody to read.
burst_allocation() {
    # shellcheck disable=SC2016 # for the guest's shell
    echo "dd if=/dev/zero of=/run/hold bs=${burst_mib}M count=1 > /dev/null 2>&1 &" \
        'until grep -q pipe_write /proc/$!/wchan; do usleep 10000; done;'
}

# burst_raised NAME START: sets $burst_at to when the target was written first since the burst began. A guest at rest has the
# least that it may have, so that this has raised it; the target that it has now proves it.
burst_raised() {
    burst_at=$(awk -v start="$2" '$1 >= start { print $1; exit }' "/tmp/targets.$1")
    [ -n "$burst_at" ] && [ "$(target "$1")" -gt $((burst_rest_mib * 1024 + 1024)) ]
}

# percentile FILE N: prints the Nth percentile of the numbers in a file, by the nearest rank.
percentile() {
    sort -n "$1" | awk -v n="$2" '{ value[NR] = $1 } END { i = int((NR * n + 99) / 100); print value[i > 0 ? i : 1] }'
}

# burst_summary SERIES TITLE: works out the times of all bursts and prints the median and the 99th percentile: from the
# program's start to the raised target, from the command for it to the same, and from its start until its memory is resident.
burst_summary() {
    local what
    awk -v lead="$burst_lead" '{ print $3 - $1 - lead }' "/tmp/$1.bursts" > "/tmp/$1.raised"
    awk '{ print $4 }' "/tmp/$1.bursts" > "/tmp/$1.commanded"
    awk '{ print $2 - $1 }' "/tmp/$1.bursts" > "/tmp/$1.resident"
    for what in raised commanded resident; do
        echo "# $2, $(wc -l < "/tmp/$1.$what") bursts of $burst_mib MiB, $what: median" \
            "$(seconds "$(percentile "/tmp/$1.$what" 50)") s, 99th percentile" \
            "$(seconds "$(percentile "/tmp/$1.$what" 99)") s"
    done
}

# burst_comparison TYPE MIB: 50 bursts of a guest of that type that calls for what it needs, and 50 of one that is only looked at
# once a second, ten by ten in turns, so that whatever else this computer has to do meets both alike; checks that each is
# answered and that calling is the sooner. The agent in dom0 looks once a second in either case, so that nothing but the
# calls makes a difference. The guest rests at so many MiB, with little free: until that is used up it is short of nothing.
burst_comparison() {
    local log=/var/log/ballast-agent.log guest=burst turn=0 called=0 polled=0
    burst_rest_mib=$2 burst_mib=32
    GUEST_SWAP=96 check "a $1 guest with swap starts" guest_start "$guest" "$1" 256
    check "it reports" wait_until 30 "reports $guest"
    burst_agent "$log" --set selfballoon-interval=1
    burst_watch "$guest"
    while [ "$turn" -lt 5 ]; do
        turn=$((turn + 1))
        guest_agent "$guest" ballast-guest
        # The first burst brings in what the guest's programs need; it counts for nobody.
        check "a first burst raises its target" burst "$guest" warm
        bursts_of "$guest" 10 called && called=$((called + 10))
        guest_agent "$guest" 'ballast-guest --no-urgent --sample 1 --interval 1'
        check "a first burst raises its target without a call as well" burst "$guest" warm
        bursts_of "$guest" 10 polled && polled=$((polled + 10))
    done
    burst_summary called "called for"
    burst_summary polled "looked at once a second"
    check "every burst raises the target, called for by the guest" is "$called" -eq 50
    check "every burst raises the target, found by looking once a second" is "$polled" -eq 50
    check "calling is sooner than looking, by the median" \
        less "$(percentile /tmp/called.raised 50)" "$(percentile /tmp/polled.raised 50)"
    check "a guest that calls has its memory no later, by the median" \
        less "$(percentile /tmp/called.resident 50)" $(($(percentile /tmp/polled.resident 50) + 10))
    agent_ends "$agent" "$log"
    cp /tmp/called.* /tmp/polled.* /var/log/
}
