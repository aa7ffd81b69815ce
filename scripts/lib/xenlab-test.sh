# shellcheck shell=bash disable=SC2034,SC2154 # shared with scripts/xenlab
# The lab's own tests, each on a machine of its own and as many at a time as there are processors for them.

# run_tests NAME…: runs the tests and prints "N passed, N failed"; fails if one did. A single test, or with one
# at a time, is shown while it runs; the others are shown when they have ended.
run_tests() {
    local name process processors output=0 busy=0 passed=0 failed=0
    local -A outputs=() taken=()
    lab_shown=$(mktemp -d)
    trap 'stop_tests' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    [ $# -gt 1 ] || lab_jobs=1
    for name in "$@" ''; do
        # The empty name at the end stands for waiting until all have ended.
        processors=$lab_jobs
        [ -z "$name" ] || processors=$(processors_of "$name")
        while [ "$busy" -gt $((lab_jobs - processors)) ]; do
            if wait -n -p process; then
                passed=$((passed + 1))
            else
                failed=$((failed + 1))
            fi
            busy=$((busy - ${taken[$process]}))
            [ "$lab_jobs" -eq 1 ] || cat "${outputs[$process]}"
        done
        [ -n "$name" ] || break
        if [ "$lab_jobs" -eq 1 ]; then
            run_test "$name" &
        else
            output=$((output + 1))
            run_test "$name" > "$lab_shown/$output" 2>&1 &
            outputs[$!]=$lab_shown/$output
        fi
        taken[$!]=$processors
        busy=$((busy + processors))
    done
    stop_tests
    trap - EXIT INT TERM HUP
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}

# processors_of NAME: prints how many of the processors a test's machine takes, all of them at most.
processors_of() {
    read_lab_conf "$lab_tests/$1/lab.conf"
    echo $((lab_cpus < lab_jobs ? lab_cpus : lab_jobs))
}

# stop_tests: ends what still runs; each test then stops its own machine.
stop_tests() {
    local process
    for process in $(jobs -p); do
        kill -TERM "$process" 2>/dev/null || true
    done
    wait || true
    rm -rf "$lab_shown"
}

# run_test NAME: one test; fails if the test does. Runs in a process of its own.
run_test() {
    local problem
    note "test $1"
    read_lab_conf "$lab_tests/$1/lab.conf"
    run_job run "$lab_tests/$1"
    problem=$(problem_of_test)
    if [ -n "$problem" ]; then
        note "test $1 failed after $lab_seconds s: $problem; logs: $lab_logs"
        exit 1
    fi
    note "test $1 passed in $lab_seconds s"
}

# read_lab_conf FILE: takes a test's settings from lines "name value".
read_lab_conf() {
    local setting value
    [ -f "$1" ] || return 0
    while read -r setting value; do
        case $setting in
        '' | '#'*) ;;
        *) set_option "$setting" "$value" || die "in $1" ;;
        esac
    done < "$1"
}

# problem_of_test: prints why the run just made is no success, or nothing. A test that checks nothing has
# not succeeded, whatever its exit code.
problem_of_test() {
    if [ "$lab_status" -ne 0 ]; then
        echo "exit code $lab_status"
    elif grep -q '^not ok - ' "$lab_logs/job.log"; then
        echo "a failed check"
    elif ! grep -q '^ok - ' "$lab_logs/job.log"; then
        echo "no check at all"
    fi
}
