# shellcheck shell=dash
# A dom0 that serves its guests' disks and is made short of memory, and what that costs. Source it behind lab.sh.
log=/tmp/agent.log
parameters=/sys/module/xen_blkback/parameters

# --- The agent and the limit --------------------------------------------------------------------------------

start_agent() {
    ballast run --set selfballooning=0 --set buffer-squeeze-duration-ms=4000 >> "$log" 2>&1 &
    agent=$!
    wait_until 20 "xenstore-exists /tool/ballast/status/pid"
}
stop_agent() { kill -TERM "$agent"; wait "$agent"; }
limit() { cat "$parameters/max_buffer_pages"; }

# --- A dom0 with disks, and a swap of its own ---------------------------------------------------------------

# dom0_swap: as a host has one. All that was swapped out comes back, when it is called again.
dom0_swap() {
    if [ -e /tmp/swap ]; then
        swapoff /dev/zram0
    else
        modprobe zram
        echo 128M > /sys/block/zram0/disksize
        mkswap /dev/zram0 > /tmp/swap
    fi
    swapon /dev/zram0
}

# disk_guests COUNT NAME…: guests of 160 MiB, each with that many disks on loop devices, at most eight. In disk_options:
# what blkfront in the guests is loaded with. Pages that stay mapped for good are no free ones: this is about the pools.
disk_guests() {
    local count=$1 guest letter loop list number=0
    shift
    modprobe loop
    modprobe xen-blkback
    echo N > "$parameters/feature_persistent"
    for guest in "$@"; do
        list=''
        for letter in $(disk_letters "$count"); do
            truncate -s 64M "/tmp/disk$number"
            # The kernel makes a device when it is asked for a free one.
            loop=$(losetup -f)
            losetup "$loop" "/tmp/disk$number"
            list="$list${list:+, }'phy:$loop,xvd$letter,r'"
            number=$((number + 1))
        done
        GUEST_CONFIG="disk = [ $list ]" GUEST_AGENT=off guest_create "$guest" pv 160 || return 1
    done
    for guest in "$@"; do
        guest_ready "$guest" || return 1
        guest_run "$guest" "modprobe xen-blkfront ${disk_options:-}; until [ -b /dev/xvd$letter ]; do usleep 100000; done"
    done
    set -- /sys/bus/xen-backend/devices/vbd-*
    check "dom0 serves $number disks" test $# = "$number"
}
# disk_letters COUNT: the last letters of the names of that many disks of a guest.
disk_letters() { echo a b c d e f g h | cut -d ' ' -f "1-$1"; }

# sectors: prints what all disks were read so far.
sectors() { cat /sys/bus/xen-backend/devices/vbd-*/statistics/rd_sect | awk '{ sum += $1 } END { print sum }'; }

# --- Pressure, and what it costs ----------------------------------------------------------------------------

# meminfo FIELD: prints a field of dom0's own /proc/meminfo in MiB.
meminfo() { awk -v field="$1:" '$1 == field { print int($2 / 1024) }' /proc/meminfo; }

# keep_memory MIB: takes dom0's memory but for that much, once and for good: filling it anew each time takes the emulated
# processor too long.
keep_memory() {
    mkfifo /tmp/kept
    exec 7<> /tmp/kept
    dd if=/dev/zero bs="$(($(meminfo MemAvailable) - $1))M" count=1 > /tmp/kept 2> /dev/null &
    wait_until 60 "[ \"\$(meminfo MemAvailable)\" -le $(($1 + 4)) ]"
}

vmstat() { awk -v name="$1" '$1 == name { print $2 }' /proc/vmstat; }
# counters: prints since dom0's start: the stall in milliseconds, pages swapped out and in, pages looked at by reclaim.
counters() {
    awk '$1 == "some" { sub(/.*total=/, ""); printf "%d ", $0 / 1000 }' /proc/pressure/memory
    echo "$(vmstat pswpout) $(vmstat pswpin) $(($(vmstat pgscan_kswapd) + $(vmstat pgscan_direct)))"
}
# served PROCESS: whether the guests' disks are served again and again while a process lives.
served() {
    local last=0 now_served
    while kill -0 "$1" 2> /dev/null; do
        now_served=$(sectors)
        [ "$now_served" -gt "$last" ] || return 1
        last=$now_served
        sleep 3
    done
}
# run NAME COMMAND…: runs what presses dom0 and adds what it costs to what earlier runs of that name did.
run() {
    local name=$1 before
    shift
    dom0_swap
    sleep 2
    now; started=$now
    before=$(counters)
    "$@" &
    served $! || echo "$name" >> /tmp/unserved
    wait $!
    now
    echo "$before $(counters)" | awk '{ print $5 - $1, $6 - $2, $7 - $3, $8 - $4 }' >> "/tmp/cost.$name"
    echo "# $name: $(seconds $((now - started))) s; stall ms, pages out, pages in, pages scanned:" \
        "$(tail -n 1 "/tmp/cost.$name")"
}
# cost NAME FIELD: prints the sum of a figure over the runs of that name.
cost() { awk -v field="$2" '{ sum += $field } END { print sum + 0 }' "/tmp/cost.$1"; }
# costs NAME…: prints the sums of all figures.
costs() {
    local name
    for name in "$@"; do
        echo "# $name, all turns: $(cost "$name" 1) ms of stall, $(cost "$name" 2) pages out," \
            "$(cost "$name" 3) in, $(cost "$name" 4) looked at"
    done
}
