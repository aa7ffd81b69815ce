# shellcheck shell=bash
# A Debian root, made by debootstrap and kept: what a test installs into is a copy. Source common.sh first.

# What a root has beyond a minimal Debian: a Xen host's tools, and what the project's packages depend on.
debian_root_packages=(adduser init-system-helpers systemd-sysv udev kmod xen-utils-4.17 xenstore-utils libxenmisc4.17
    libxenstore4 libxenevtchn1)

# debian_root: sets debian_archive to a tar archive of a small Debian 12, brought up to date, as programs need it that are
# built with the libraries of the latest point release. Needs root. Another list of packages is another archive, and so are
# other libraries of this machine, which the programs are built with.
debian_root() {
    local root log includes cache=${XDG_CACHE_HOME:-$HOME/.cache}/ballast
    includes=$(IFS=, && echo "${debian_root_packages[*]}")
    debian_archive=$cache/debian-$({
        echo "$includes"
        dpkg-query -W libc6 libxen-dev 2> /dev/null || true
    } | sha256sum | cut -c 1-8).tar
    [ ! -e "$debian_archive" ] || return 0
    [ "$(id -u)" -eq 0 ] || die "a Debian root is made by root"
    need_packages debootstrap
    note "making a Debian root in $debian_archive (once)"
    mkdir -p "$cache"
    root=$(mktemp -d "$cache/root.XXXXXX")
    log=$root.log
    {
        debootstrap --variant=minbase --include="$includes" bookworm "$root" \
            && echo 'deb http://deb.debian.org/debian-security bookworm-security main' >> "$root/etc/apt/sources.list" \
            && in_debian_root "$root" apt-get -q update \
            && in_debian_root "$root" apt-get -qy upgrade \
            && in_debian_root "$root" apt-get clean \
            && rm -rf "$root"/var/lib/apt/lists/* \
            && tar -C "$root" -cf "$debian_archive.part" . && mv "$debian_archive.part" "$debian_archive"
    } > "$log" 2>&1 || { tail -n 20 "$log" >&2; rm -rf --one-file-system "$root"; die "making a Debian root failed; see $log"; }
    rm -rf --one-file-system "$root" "$log"
}

# in_debian_root ROOT COMMAND…: runs a command in the root, without a question asked and without a service started.
in_debian_root() {
    local root=$1
    shift
    printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
    chmod +x "$root/usr/sbin/policy-rc.d"
    LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive chroot "$root" "$@" || return
    rm "$root/usr/sbin/policy-rc.d"
}
