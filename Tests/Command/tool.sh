# shellcheck shell=bash
# The administrator's commands against an agent on a simulated host, and what they say to wrong input. Sourced by main,
# whose helpers it uses, while an agent runs at XENSTORED_PATH.
# shellcheck disable=SC2317,SC2154

# refuses STATUS PATTERN ARGUMENT…: whether ballast says one line on standard error and nothing else, and ends so.
refuses() {
    local status=$1 pattern=$2 got=0
    shift 2
    "$ballast" "$@" > "$work/out" 2> "$work/err" || got=$?
    cat "$work/out" "$work/err"
    echo "exit status $got"
    [ "$got" -eq "$status" ] && [ ! -s "$work/out" ] && [ "$(wc -l < "$work/err")" -eq 1 ] \
        && grep -qE -- "^ballast: .*$pattern" "$work/err"
}

# refuses_each: one check for each line "STATUS | PATTERN | ARGUMENTS" of standard input.
refuses_each() {
    local status pattern arguments
    while IFS='|' read -r status pattern arguments; do
        [ -n "$arguments" ] || continue
        read -r -a words <<< "$arguments"
        read -r pattern <<< "$pattern"
        check "ballast${arguments} is refused with $((status))" refuses $((status)) "$pattern" "${words[@]}"
    done
}

# prints PATTERN ARGUMENT…: whether ballast succeeds and says that.
prints() {
    local pattern=$1
    shift
    gives 0 "$pattern" "$@"
}

# quietly STATUS ARGUMENT…: whether ballast ends with that status and says nothing.
quietly() {
    local status=$1 got=0
    shift
    "$ballast" "$@" > "$work/said" 2>&1 || got=$?
    cat "$work/said"
    echo "exit status $got"
    [ "$got" -eq "$status" ] && [ ! -s "$work/said" ]
}

# json ARGUMENT…: whether what ballast prints is JSON.
json() {
    "$ballast" "$@" --json | tee "$work/json"
    python3 -m json.tool < "$work/json" > /dev/null
}

domain1=5a110000-0000-4000-0000-000000000001

check "status shows the host" prints '4096M total' status
check "status shows the domains" prints '^ *1 web *balanced' status
check "top without a terminal shows the state once" prints '^ *1 web *balanced' top
check "explain tells about a domain by its name" prints '^web (domid 1) holds [0-9.]*M' explain web
check "by its domid" prints '^web (domid 1) holds' explain 1
check "by its uuid" prints '^web (domid 1) holds' explain "$domain1"
check "explain takes three sentences" test "$("$ballast" explain web | wc -l)" -eq 3
check "limits shows where each limit comes from" prints '^floor .*128M .*memory/dynamic-min' limits web
check "metrics has a line for each domain" prints '^ballast_domain_goal_bytes{domid="1",name="web",uuid="'"$domain1"'"} [0-9]*$' metrics
for command in status top "explain web" "limits web" "config list" "config get weight" "config export" metrics; do
    read -r -a words <<< "$command"
    check "ballast $command speaks JSON" json "${words[@]}"
done

# in_terminal COLUMNS COMMAND…: what ballast draws in a terminal of that width.
in_terminal() {
    local columns=$1
    shift
    LC_ALL=C.UTF-8 TERM=xterm python3 "$here/terminal.py" "$columns" 24 "$ballast" "$@" | tee "$work/drawn"
}
# fits COLUMNS COMMAND…: whether no line of it is longer than the terminal is wide, colours aside.
fits() {
    in_terminal "$@" > /dev/null
    local longest
    longest=$(sed 's/\x1b\[[0-9;]*m//g' "$work/drawn" | LC_ALL=C.UTF-8 wc -L)
    echo "the longest line has $longest columns"
    [ "$longest" -le "$1" ] && [ "$longest" -gt 0 ]
}
coloured() { in_terminal 80 status | grep -q $'\x1b\\['; }
plain() { ! NO_COLOR=1 in_terminal 80 status | grep -q $'\x1b\\['; }
for command in status "explain web" "limits web" "config list" "config get weight"; do
    read -r -a words <<< "$command"
    check "ballast $command fits 80 columns" fits 80 "${words[@]}"
done
check "doctor fits 100 columns" fits 100 doctor
check "a terminal gets colours" coloured
check "and none with NO_COLOR" plain
check "a pipe gets none" sh -c "! '$ballast' status | grep -q $'\x1b'"
check "top ends with its terminal" env TERM=xterm python3 "$here/terminal.py" --hang-up 80 24 "$ballast" top

check "config set takes a value" quietly 0 config set host-reserve-mb 128M
check "and writes it in the setting's unit" is /tool/ballast/config/host-reserve-mb 128
check "the agent takes it at once" within 5 is /tool/ballast/status/reserve 131072
check "config get knows it" prints '^128$' config get host-reserve-mb
check "config set takes a value for a domain" quietly 0 config set weight 300 --domain web
check "and writes it under its uuid" is "/tool/ballast/config/domain/$domain1/weight" 300
check "config export prints both" prints '^weight = 300$' config export
check "config unset takes it back" quietly 0 config unset weight --domain 1
check "and leaves nothing behind" missing "/tool/ballast/config/domain/$domain1"
check "config unset takes the host's back" quietly 0 config unset host-reserve-mb
check "the agent forgets it at once" within 5 is /tool/ballast/status/reserve 65536

check "hold pins a domain" quietly 0 hold web
check "and the agent knows" within 5 is /tool/ballast/status/domain/1/state held
check "release lets it go" quietly 0 release web
check "and the agent balances it again" within 5 is /tool/ballast/status/domain/1/state balanced
check "hold for some time pins it as well" quietly 0 hold 1 --for 1h
check "with a time in the store" within 5 exists "/tool/ballast/hold/$domain1"
check "release by uuid lets it go" quietly 0 release "$domain1"
check "squeeze is taken by the agent" quietly 0 squeeze 1s
check "which takes the node away" within 5 missing /tool/ballast/squeeze

# While a command runs, the memory is kept; afterwards nothing is.
check "reserve runs a command with the memory kept" prints '^ state = "granted"' \
    reserve 64M --timeout 60s -- xenstore-ls /tool/ballast/reservations
check "and gives it back" test -z "$(xenstore-list /tool/ballast/reservations 2> /dev/null)"
check "the command's exit status is reserve's" quietly 7 reserve 64M -- sh -c 'exit 7'
check "reserve without a command keeps the memory" prints 'is kept free for new until' reserve 64M --for new
reserved=$(xenstore-list /tool/ballast/reservations | head -n 1)
check "status shows it" prints "reservation $reserved for new granted 64M" status
check "reserve --release gives it back" quietly 0 reserve --release "$reserved"
check "and it is gone" missing "/tool/ballast/reservations/$reserved"

# killed SIGNAL: whether a signal ends a reservation and what runs in it, and nothing stays.
killed() {
    "$ballast" reserve 64M -- sh -c "touch $work/runs; exec sleep 60" &
    local tool=$!
    within 10 test -e "$work/runs"
    kill "-$1" "$tool"
    wait "$tool"
    echo "exit status $?"
    rm "$work/runs"
    [ -z "$(xenstore-list /tool/ballast/reservations 2> /dev/null)" ]
}
check "SIGTERM to reserve gives the memory back" killed TERM
check "SIGINT as well" killed INT

cat > "$work/guest.cfg" <<'END'
name = "guest"
type = "pvh"
memory = 64
maxmem = 128
END
# What xl would be told.
check "create reserves what a guest needs and calls xl" prints "^create $work/guest.cfg -c memory=96$" \
    create "$work/guest.cfg" --xl echo -- -c memory=96
check "create says what a guest needs" prints '^68M: 64M for the guest, 1.5M for' create "$work/guest.cfg" --dry-run
check "create ends as xl does" quietly 1 create "$work/guest.cfg" --xl false
echo 'memory = 64 MB' > "$work/broken.cfg"

printf 'second,domain,hot\n0,web,60\n20,web,90\n40,web,60\n' > "$work/load.csv"
check "simulate replays a recorded load" prints '^load.csv: One domain replayed from a recording of 40 seconds' \
    simulate --trace "$work/load.csv"
printf 'second,domain,hot\n0,web,x\n' > "$work/broken.csv"

"$ballast" doctor > "$work/doctor" 2>&1
check "doctor finds the agent" grep -q '^ok *agent ' "$work/doctor"
if [ ! -e /dev/xen/privcmd ]; then
    check "doctor finds that this is no dom0, with status 1" gives 1 '^TROUBLE dom0' doctor
fi

refuses_each <<END
    64 | has no unit: write 512K, 512M, 512G or 512T | reserve 512
    64 | is negative                                 | reserve -5M
    64 | is negative                                 | reserve 64M --range -1G
    64 | is negative                                 | reserve 64M --timeout -5s
    64 | is negative                                 | limits web --min -5M
    64 | is negative                                 | hold web --for -5m
    64 | is negative                                 | squeeze -5s
    64 | Unknown option '--bogus'                    | reserve 64M --bogus
    64 | is more than there can be                   | reserve 99999999999999999999M
    64 | the most is 1024T                           | reserve 2000T
    64 | there are K, M, G and T                     | reserve 5X
    64 | is nothing to reserve                       | reserve 0M
    64 | either a size or --release                  | reserve
    64 | is less than the size                       | reserve 2G --range 1G
    64 | has no unit: write 5s                       | reserve 64M --timeout 5
    75 | not enough memory: 900G needed, [0-9.]+[MG] free, [0-9.]+[MG] reclaimable | reserve 900G
    66 | there is no reservation "nothing"         | reserve --release nothing
    66 | there is no domain "nobody": there are Domain-0, web, | explain nobody
    66 | there is no domain "99"                   | limits 99
    66 | there is no domain "nobody"               | hold nobody
    66 | there is no domain "nobody"               | release nobody
    66 | there is no domain "nobody"               | config set weight 5 --domain nobody
    64 | has no unit: write 256K                     | limits web --min 256
    64 | has no unit: write 5s                       | hold web --for 5
    64 | squeeze takes 1ms to 1h                     | squeeze 2h
    64 | has no unit                                 | squeeze 5
    65 | weight: "-5" is not allowed, it takes 1 to 10000 | config set weight -5
    65 | it takes 1 to 10000                         | config set weight 99999999999999999999
    65 | it takes lend or keep                       | config set surplus maybe
    64 | the value is one word, and there are 2      | config set weight 5 6
    66 | weigh: there is no such setting             | config set weigh 5
    66 | weigh: there is no such setting             | config get weigh
    66 | weigh: there is no such setting             | config unset weigh
    64 | is a setting of the host, not of a domain   | config set surplus keep --domain web
    66 | cannot read /no/such.cfg                    | create /no/such.cfg
    65 | line 1: the line goes on after the value    | create $work/broken.cfg
    66 | cannot run /no/such/xl                      | create $work/guest.cfg --xl /no/such/xl
    66 | cannot run /no/such/program                 | reserve 64M -- /no/such/program
    64 | --host-memory is for --trace only           | simulate --host-memory 4096
    64 | --trace is for a comparison or for --plot   | simulate --soak 5 --trace $work/broken.csv
    66 | cannot read /no/such.csv                    | simulate --trace /no/such.csv
    65 | line 2: column 'hot': 'x' is not allowed, it takes a whole number | simulate --trace $work/broken.csv
    64 | --domains is for --simulated only           | run --domains 5
    64 | Unknown option '--bogus'                    | status --bogus
    69 | no xenstored answers                        | status --socket /no/such/socket
    69 | no xenstored answers                        | config list --socket /no/such/socket
END

if [ "$(id -u)" -eq 0 ]; then
    # The folder is root's own, as xenstored's is.
    check "whoever is not root is told so, with status 77" gives_nobody 77 'this takes root in dom0'
fi

# What a killed agent leaves behind, and what is there before the first one starts.
xenstore-write /tool/ballast/status/pid 4194305
for command in status top "explain web" "hold web" "release web" squeeze "reserve 64M" "limits web" metrics; do
    read -r -a words <<< "$command"
    check "without its agent, ballast $command is refused with 69" \
        refuses 69 'process 4194305 has ended' "${words[@]}"
done
xenstore-rm /tool/ballast/status
check "before the agent's first start, status is refused with 69" refuses 69 'the agent is not running: start it' status
check "settings can be made all the same" quietly 0 config set weight 150
xenstore-rm /tool/ballast/config/weight
