# shellcheck shell=dash
# Bursts of allocation in a guest, and how soon its target follows. Source it behind lab.sh.
# The figures go to /tmp/SERIES.raised and /tmp/SERIES.resident, a line a burst, in centiseconds.

# The memory that a burst takes, and what a guest has before it.
burst_mib=56
burst_rest_mib=112

# burst_agent LOG: starts the agent in dom0; $agent is its process. It does not take what a guest no longer needs, so that
# every burst meets the same guest, and hears any number of calls.
burst_agent() {
    ballast run --set surplus=keep --set urgent-rate=6000 --set dynamic-min-mb=$burst_rest_mib >> "$1" 2>&1 &
    agent=$!
}

# burst_watch NAME: notes from now on each target of the guest and when it was written, "CENTISECONDS KIB" a line.
burst_watch() {
    local path notes=/tmp/targets.$1
    path=/local/domain/$(domid "$1")/memory/target
    xenstore-watch "$path" | while read -r _; do
        now
        echo "$now $(xenstore-read "$path")"
    done > "$notes" &
}

# burst_rest NAME: brings the guest back to where it was before a burst, by the administrator's hand, and has it balanced
# again.
burst_rest() {
    local tries=0 rests="[ \"\$(guest_mib $1)\" -le $((burst_rest_mib + 1)) ]"
    wait_until 20 "balanced $1" || return 1
    # A target that does not change is nobody's word, and not held. One that is released on its way goes on step by step.
    until [ "$(target "$1")" -le $((burst_rest_mib * 1024)) ]; do
        tries=$((tries + 1))
        [ "$tries" -le 5 ] &&
            xl mem-set "$1" "$burst_rest_mib" &&
            wait_until 20 "[ \"\$(state $1)\" = held ]" &&
            wait_until 30 "$rests" &&
            xenstore-write "/tool/ballast/release/$1" '' &&
            wait_until 20 "balanced $1" || return 1
        # What the guest was short of in its last burst may raise it once more.
        sleep 1
    done
    wait_until 30 "$rests"
}

# burst NAME SERIES: has a program in the resting guest allocate what the guest has not got, and notes two times: from the
# command to the raised target in the store, and from the program's start until all of it is resident.
burst() {
    local notes=/tmp/targets.$1 start took
    burst_rest "$1" || return 1
    burst_after=$(wc -l < "$notes") burst_at=
    now; start=$now
    # The guest's own uptime, so that the way of the answer over the console does not count.
    took=$(guest_run "$1" "read -r from _ < /proc/uptime; $burst_allocation read -r to _ < /proc/uptime; echo \$from \$to")
    [ -n "$took" ] && wait_until 20 "burst_raised $notes $start" || return 1
    echo $((burst_at - start)) >> "/tmp/$2.raised"
    took=$(echo "$took" | tr -d .)
    echo $((${took#* } - ${took% *})) >> "/tmp/$2.resident"
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

# The writer has its memory, all of it touched, as soon as it waits for somebody to read. Shell of the guest.
# shellcheck disable=SC2016
burst_allocation='dd if=/dev/zero of=/run/hold bs='$burst_mib'M count=1 > /dev/null 2>&1 &
until grep -q pipe_write /proc/$!/wchan; do usleep 10000; done;'
burst_allocation=$(echo "$burst_allocation" | tr '\n' ' ')

# burst_raised NOTES START: sets $burst_at to the time of the first target above the resting one since the burst began. One
# that was raised just before is no answer to it.
burst_raised() {
    burst_at=$(tail -n +$((burst_after + 1)) "$1" | awk -v rest=$((burst_rest_mib * 1024)) -v start="$2" \
        '$1 >= start && $2 > rest + 1024 { print $1; exit }')
    [ -n "$burst_at" ]
}

# percentile FILE N: prints the Nth percentile of the numbers in a file, by the nearest rank.
percentile() {
    sort -n "$1" | awk -v n="$2" '{ value[NR] = $1 } END { i = int((NR * n + 99) / 100); print value[i > 0 ? i : 1] }'
}

# burst_summary SERIES TITLE: prints the median and the 99th percentile of both times.
burst_summary() {
    local what
    for what in raised resident; do
        echo "# $2, $(wc -l < "/tmp/$1.$what") bursts of $burst_mib MiB, $what: median" \
            "$(seconds "$(percentile "/tmp/$1.$what" 50)") s, 99th percentile" \
            "$(seconds "$(percentile "/tmp/$1.$what" 99)") s"
    done
}

# burst_comparison TYPE: 50 bursts of a guest of that type that calls for what it needs, and 50 of one that is looked at
# once a second, ten by ten in turns, so that whatever else this computer has to do meets both alike; checks that each is
# answered and that calling is the sooner.
burst_comparison() {
    local log=/var/log/ballast-agent.log guest=burst turn=0 called=0 polled=0
    GUEST_SWAP=96 check "a $1 guest with swap starts" guest_start "$guest" "$1" 256
    check "it reports" wait_until 30 "reports $guest"
    burst_agent "$log"
    burst_watch "$guest"
    while [ "$turn" -lt 5 ]; do
        turn=$((turn + 1))
        ballast config unset selfballoon-interval > /dev/null 2>&1
        guest_agent "$guest" ballast-guest
        # The first burst brings in what the guest's programs need; it counts for nobody.
        check "a first burst raises its target" burst "$guest" warm
        bursts_of "$guest" 10 called && called=$((called + 10))
        # The poller: nobody calls, guest and agent look once a second.
        ballast config set selfballoon-interval 1 > /dev/null
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
