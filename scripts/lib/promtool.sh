# shellcheck shell=bash
# Prometheus' own tool, to judge metrics and alert rules. Source it after common.sh.

# need_promtool: sets promtool to the program. Debian has it in the package of the server, which would start one where it is
# installed: it is unpacked aside instead.
need_promtool() {
    local cache=${XDG_CACHE_HOME:-$HOME/.cache}/ballast/promtool unpacked
    promtool=$(command -v promtool || echo "$cache/usr/bin/promtool")
    [ ! -x "$promtool" ] || return 0
    note "fetching promtool"
    unpacked=$(mktemp -d)
    (
        cd "$unpacked" || exit
        apt-get download -qq prometheus >&2 || { apt_refresh && apt-get download -qq prometheus >&2; } || exit
        dpkg-deb -x prometheus_*.deb .
    ) || die "cannot fetch Debian's package prometheus"
    mkdir -p "${cache%/*}"
    rm -f "$unpacked"/*.deb
    mv "$unpacked" "$cache"
}
