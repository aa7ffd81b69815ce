# shellcheck shell=bash
# Helpers shared by the project's scripts. Source it; it changes nothing but shell options and names.

set -euo pipefail

# The root of the checkout, whatever directory the script was called from.
repo_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export repo_root

# note TEXT…: one line to the person at the terminal; standard output stays for results.
note() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
}

# die TEXT…: says what went wrong and gives up.
die() {
    note "$*"
    exit 1
}

# aside TEXT COMMAND…: runs COMMAND in a subshell, which ends at the first thing that fails there, and gives up with TEXT
# then. Left of || the shell would go on after a failure.
aside() {
    local text=$1 status
    shift
    set +e
    (
        set -e
        "$@"
    )
    status=$?
    set -e
    [ "$status" -eq 0 ] || die "$text"
}

# usage_error TEXT…: the caller asked for something that does not exist.
usage_error() {
    note "$* (see ${0##*/} --help)"
    exit 2
}

# as_root COMMAND…: runs COMMAND as root, through sudo when we are not root already.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        command -v sudo >/dev/null || return 1
        sudo "$@"
    fi
}

# apt_refresh: fetches the package lists, at most once in a script's life.
apt_refresh() {
    [ -z "${apt_refreshed:-}" ] || return 0
    apt_refreshed=yes
    as_root apt-get update -qq >&2
}

# need_packages PACKAGE…: installs those Debian packages that are missing, and only those.
need_packages() {
    local package missing=()
    command -v dpkg-query >/dev/null || die "needs a Debian system with these packages: $*"
    for package in "$@"; do
        # shellcheck disable=SC2016 # dpkg-query's own field syntax
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ "${#missing[@]}" -gt 0 ] || return 0
    note "installing ${missing[*]}"
    apt_install "${missing[@]}" || { apt_refresh && apt_install "${missing[@]}"; } \
        || die "cannot install ${missing[*]}: install them as root with 'apt-get install ${missing[*]}'"
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
