# shellcheck shell=bash disable=SC2034,SC2154 # shared with scripts/xenlab
# A dom0 that is Debian, with systemd and Xen's own packages, for what a dom0 of busybox cannot show.

# Timers and consoles that a machine of a few minutes has no use for.
lab_debian_masked=(apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service
    fstrim.timer getty.target)

# prepare_debian: sets lab_debian_disk to an image of the root's file system, made once for each root. A run writes to a
# copy in memory.
prepare_debian() {
    local root recipe
    debian_root
    recipe=$(cat "${BASH_SOURCE[0]}" "$lab_files"/*.service | sha256sum | cut -c 1-8)
    lab_debian_disk=$lab_cache/$(basename "$debian_archive" .tar)-$recipe.img
    if [ -e "$lab_debian_disk" ]; then
        touch "$lab_debian_disk"
        return
    fi
    # What no run has used for a week goes.
    find "$lab_cache" -mindepth 1 -maxdepth 1 -name 'debian-*.img*' -mtime +7 -delete
    need_packages e2fsprogs
    note "making dom0's disk in $lab_debian_disk (once)"
    root=$(mktemp -d "$lab_cache/building.XXXXXX")
    aside "making dom0's disk failed" make_debian_disk "$root"
}

# make_debian_disk DIRECTORY: unpacks Debian there, makes it the lab's and puts it on $lab_debian_disk. Its trap wants a
# subshell.
make_debian_disk() {
    local unit
    root=$1
    trap 'rm -rf --one-file-system "$root"' EXIT
    tar -C "$root" -xf "$debian_archive"
    : > "$root/etc/fstab"
    echo dom0 > "$root/etc/hostname"
    # The guests' consoles are the lab's way to speak to them.
    echo 'XENCONSOLED_ARGS="--log=all"' >> "$root/etc/default/xen"
    mkdir -p "$root/var/log/xen/console"
    for unit in lab lab-guest; do
        install -m 644 "$lab_files/$unit.service" "$root/etc/systemd/system/$unit.service"
        ln -s "../$unit.service" "$root/etc/systemd/system/multi-user.target.wants/$unit.service"
    done
    for unit in "${lab_debian_masked[@]}"; do ln -s /dev/null "$root/etc/systemd/system/$unit"; done
    truncate -s 1500M "$lab_debian_disk.part"
    mke2fs -q -t ext4 -O ^has_journal -E lazy_itable_init=1 -d "$root" "$lab_debian_disk.part"
    mv "$lab_debian_disk.part" "$lab_debian_disk"
}

# make_debian_packages DIRECTORY: the project's packages, of the programs that the lab has.
make_debian_packages() {
    BALLAST_BIN_DIR=$lab_products_directory "$repo_root/scripts/package" --output "$1" >&2
}
