# shellcheck shell=bash
# How the tests that are shell scripts report. Source it with $work set to a folder of the test's own.

failed=0

# check 'SENTENCE' COMMAND…: runs COMMAND and reports whether the sentence is true; shows its output if not.
check() {
    local sentence=$1
    shift
    # shellcheck disable=SC2154 # the test's
    if "$@" > "$work/check" 2>&1; then
        echo "ok - $sentence"
    else
        failed=$((failed + 1))
        echo "not ok - $sentence"
        sed 's/^/#   /' "$work/check"
    fi
}
