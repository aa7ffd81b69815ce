# shellcheck shell=dash
# What a lab test in dom0 uses to start guests, speak to them and report. Source it: . /lab/lib/lab.sh
# Works in busybox sh. Under emulation a fork costs milliseconds, so the waiting loops use built-ins.

lab_checks=0
lab_failures=0

# --- Time -----------------------------------------------------------------------------------------------

# now: sets $now to the centiseconds since dom0 started.
now() {
    local up _
    read -r up _ < /proc/uptime
    now=${up%.*}${up#*.}
}

# seconds CENTISECONDS: prints them as seconds, "3.27".
seconds() {
    printf '%d.%02d' $(($1 / 100)) $(($1 % 100))
}

# LAB_PATIENCE multiplies every limit on a machine that has much else to do.
if [ -r /lab/job.conf ]; then
    # shellcheck source=/dev/null
    . /lab/job.conf
fi

# wait_until SECONDS 'COMMAND': tries COMMAND every 0.2 s until it succeeds; fails when the time is up.
wait_until() {
    local deadline
    now
    deadline=$((now + $1 * 100 * ${LAB_PATIENCE:-1}))
    until eval "$2"; do
        now
        [ "$now" -lt "$deadline" ] || return 1
        usleep 200000
    done
}

# --- Reporting ------------------------------------------------------------------------------------------

# check 'SENTENCE' COMMAND…: runs COMMAND and reports whether the sentence is true; shows its output if not.
check() {
    local sentence=$1
    shift
    lab_checks=$((lab_checks + 1))
    if "$@" > /tmp/lab.check 2>&1; then
        echo "ok - $sentence"
    else
        lab_failures=$((lab_failures + 1))
        echo "not ok - $sentence"
        echo "#   failed: $*"
        sed 's/^/#   /' /tmp/lab.check
    fi
}

# finish: reports the counts and exits; a test without a check has not tested anything.
finish() {
    echo "# $lab_checks checks, $lab_failures failed"
    [ "$lab_checks" -gt 0 ] && [ "$lab_failures" -eq 0 ]
    exit
}

# less NUMBER NUMBER, more NUMBER NUMBER, is NUMBER TEST NUMBER: compare whole numbers and show them.
less() { echo "$1, less than $2" && [ "$1" -lt "$2" ]; }
more() { echo "$1, more than $2" && [ "$1" -gt "$2" ]; }
is() { echo "$*"; test "$1" "$2" "$3"; }

# --- Guests ---------------------------------------------------------------------------------------------

# domid NAME: prints the domain's number, or fails when there is no such domain.
domid() {
    xl domid "$1" 2> /dev/null
}

# guest_log NAME: prints the path of the guest's console log.
guest_log() {
    echo "/var/log/xen/console/guest-$1.log"
}

# guest_create NAME TYPE MIB [MAXMEM]: creates a pv or pvh guest and does not wait for it. More in variables:
# GUEST_SWAP=MIB (on zram), GUEST_AGENT=off, GUEST_DISK='phy:/dev/loop0,xvda,w', GUEST_ROOT=/dev/xvda (Debian on that
# disk), GUEST_KERNEL_ARGS, GUEST_ON_REBOOT=restart, and GUEST_CONFIG for further lines of its xl configuration.
guest_create() {
    local config=/run/lab/$1.cfg
    mkdir -p /run/lab
    {
        echo "name = \"$1\""
        echo "type = \"$2\""
        echo "memory = $3"
        echo "maxmem = ${4:-$3}"
        echo 'vcpus = 1'
        echo 'kernel = "/lab/vmlinux"'
        echo 'ramdisk = "/lab/guest.cpio"'
        echo "extra = \"console=hvc0 quiet panic=1 psi=1 $lab_guest_boot lab.name=$1 lab.swap=${GUEST_SWAP:-0}" \
            "lab.agent=${GUEST_AGENT:-on} ${GUEST_ROOT:+lab.root=$GUEST_ROOT} ${GUEST_KERNEL_ARGS:-}\""
        echo 'on_poweroff = "destroy"'
        echo "on_reboot = \"${GUEST_ON_REBOOT:-destroy}\""
        echo 'on_crash = "destroy"'
        [ -z "${GUEST_DISK:-}" ] || echo "disk = [ \"$GUEST_DISK\" ]"
        echo "${GUEST_CONFIG:-}"
    } > "$config"
    # An earlier guest of that name leaves its log behind, and its "ready" is not ours.
    rm -f "$(guest_log "$1")"
    xl -f create "$config" > /tmp/lab.create 2>&1 || {
        cat /tmp/lab.create
        return 1
    }
}

# Boot options that spare a guest what only costs time under emulation. Without the TSC feature (4) the kernel
# does not measure it against a timer that is not there, which takes a PVH guest 5 s; its clock is Xen's anyway.
# A guest of the lab has no PCI bus, no serial ports and no network; the initcalls left out are self-tests.
lab_guest_boot='mitigations=off audit=0 nowatchdog clearcpuid=4 lpj=4000000 pci=off 8250.nr_uarts=0 ipv6.disable=1'
lab_guest_boot="$lab_guest_boot cryptomgr.notests initcall_blacklist=crypto_kdf108_init,init_encrypted,init_kprobe_trace"

# guest_ready NAME [SECONDS]: waits until the guest answers commands.
guest_ready() {
    wait_until "${2:-240}" "grep -q '^lab: ready' '$(guest_log "$1")' 2> /dev/null"
}

# guest_start NAME TYPE MIB [MAXMEM]: guest_create and guest_ready.
guest_start() {
    guest_create "$@" && guest_ready "$1"
}

# guests_start LIST: starts guests from a list such as "pv,pv,pvh:256" (type, and MiB after a colon), named
# pv1, pv2, pvh1. The next one is built while the ones before it boot.
guests_start() {
    local list=$1 word type name names='' pv=0 pvh=0 IFS=,
    for word in $list; do
        type=${word%%:*}
        case $type in
        pv) pv=$((pv + 1)) name=pv$pv ;;
        pvh) pvh=$((pvh + 1)) name=pvh$pvh ;;
        *) echo "no such type of guest: $type"; return 1 ;;
        esac
        case $word in
        *:*) word=${word#*:} ;;
        *) word=$lab_guest_memory ;;
        esac
        IFS=' '
        guest_create "$name" "$type" "$word" || return 1
        names="$names $name"
        IFS=,
    done
    IFS=' '
    for name in $names; do
        guest_ready "$name" || { echo "guest $name is not ready"; return 1; }
    done
}

lab_guest_memory=192

# guest_destroy NAME: destroys the guest at once.
guest_destroy() {
    xl destroy "$1"
}

# guest_run NAME 'COMMAND': runs one line of shell in the guest; prints its output and returns its status,
# 255 when the guest does not answer within $GUEST_RUN_LIMIT seconds (60). Sets $guest_asked to when the guest was asked.
guest_run() {
    local log id tty size deadline
    log=$(guest_log "$1")
    id=$(domid "$1") || return 255
    tty=$(xenstore-read "/local/domain/$id/console/tty") || return 255
    size=$(stat -c %s "$log")
    now
    deadline=$((now + ${GUEST_RUN_LIMIT:-60} * 100 * ${LAB_PATIENCE:-1}))
    # shellcheck disable=SC2034 # for tests
    guest_asked=$now
    id=$now.$$
    printf '%s %s\n' "$id" "$2" > "$tty"
    # Only what the log gained since the request counts, so an answer to an earlier one cannot match.
    until tail -c +$((size + 1)) "$log" | grep -q "^@$id= "; do
        now
        [ "$now" -lt "$deadline" ] || return 255
        usleep 50000
    done
    tail -c +$((size + 1)) "$log" | awk -v answer="@$id " -v end="@$id= " '
        index($0, answer) == 1 { print substr($0, length(answer) + 1) }
        index($0, end) == 1 { status = $2; exit }
        END { exit status }'
}

# guest_agent NAME 'COMMAND': ends the agent in the guest and has it run as COMMAND from now on.
guest_agent() {
    guest_run "$1" "echo 'exec $2' > /run/agent; kill \$(cat /run/agent.pid)"
}

# Shell of the guest: its agent's process. Those that the agent starts have its name and are younger.
# shellcheck disable=SC2016,SC2034 # for the guest's shell; used by tests
guest_agent_process='$(pidof ballast-guest | tr " " "\n" | sort -n | head -n 1)'

# guest_put NAME FILE PATH: copies a small file of dom0 into the guest.
guest_put() {
    local part
    guest_run "$1" ": > $3.base64" || return
    # The guest's console takes lines of 4095 bytes at most.
    for part in $(base64 "$2" | tr -d '\n' | fold -w 2000); do
        guest_run "$1" "echo $part >> $3.base64" || return
    done
    guest_run "$1" "base64 -d $3.base64 > $3 && rm $3.base64"
}

# guest_hold NAME MIB: makes the guest allocate, touch and keep that much anonymous memory; returns when it
# is there. Each call adds to the ones before.
guest_hold() {
    guest_run "$1" "dd if=/dev/zero of=/run/hold bs=${2}M count=1 > /dev/null 2>&1 & \
        until grep -q pipe_write /proc/\$!/wchan || ! kill -0 \$!; do usleep 50000; done; kill -0 \$!"
}

# guest_free NAME: gives back everything guest_hold took.
guest_free() {
    guest_run "$1" 'killall dd; while pidof dd > /dev/null; do usleep 50000; done'
}

# guest_meminfo NAME FIELD: prints a field of the guest's /proc/meminfo in KiB, such as Committed_AS.
guest_meminfo() {
    guest_run "$1" "awk '\$1 == \"$2:\" { print \$2 }' /proc/meminfo"
}

# guest_memtotal NAME: prints the guest's MemTotal in KiB.
guest_memtotal() {
    guest_meminfo "$1" MemTotal
}

# guest_mib NAME: prints the memory Xen says the domain has, in MiB.
guest_mib() {
    xl list "$1" | awk 'NR == 2 { print $3 }'
}

# target NAME: prints the guest's balloon target in KiB.
target() {
    xenstore-read "/local/domain/$(domid "$1")/memory/target"
}

# --- Agents ---------------------------------------------------------------------------------------------

# home NAME: prints the directory of the guest's agent in the store.
home() {
    echo "/local/domain/$(domid "$1")/data/ballast"
}

# reports NAME: whether the guest's agent has reported.
reports() {
    xenstore-exists "$(home "$1")/report"
}

# status NAME NODE: prints what the agent in dom0 says of the guest.
status() {
    xenstore-read "/tool/ballast/status/domain/$(domid "$1")/$2"
}

# state NAME: prints how the agent in dom0 treats the guest.
state() {
    status "$1" state
}

# balanced NAME: whether it is balanced.
balanced() {
    [ "$(state "$1")" = balanced ]
}

# agent_ends PROCESS LOG: ends the agent in dom0, and reports whether it had no trouble.
agent_ends() {
    kill -TERM "$1"
    wait "$1"
    check "the agent had no trouble" sh -c "! grep -E ' (error|critical) ' $2"
}
