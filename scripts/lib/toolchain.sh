# shellcheck shell=bash
# What building Ballast takes. Source it after common.sh.

# need_toolchain: makes sure of the Swift toolchain, and of Xen's headers and libraries.
need_toolchain() {
    command -v swift >/dev/null || die "needs Swift 6.2 or later: see https://www.swift.org/install"
    need_packages libxen-dev pkg-config
}

# is_dom0: whether this machine is the control domain of a Xen host.
is_dom0() {
    [ -r /proc/xen/capabilities ] && grep -q control_d /proc/xen/capabilities
}

# exec_as_root COMMAND…: becomes COMMAND, as root.
exec_as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        exec "$@"
    fi
    command -v sudo >/dev/null || die "ballast has to run as root in dom0"
    exec sudo "$@"
}
