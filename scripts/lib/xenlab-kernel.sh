# shellcheck shell=bash disable=SC2034,SC2154 # shared with scripts/xenlab
# Kernels for dom0 that Debian does not have, built from Debian's source and kept. Source xenlab-cache.sh first.

# What building a kernel takes.
lab_kernel_build_packages=(gcc libc6-dev make flex bison bc libelf-dev xz-utils kmod)

# prepare_kernel: sets lab_kernel to the directory of dom0's kernel: vmlinux, and modules.cpio where it is not Debian's.
# Such a one is made once for each version of the source and each configuration, xenlab/kernel-KIND.config.
prepare_kernel() {
    local config=$lab_files/kernel-$lab_dom0_kernel.config source version key building
    lab_kernel=$lab_base
    [ "$lab_dom0_kernel" != debian ] || return 0
    [ "$lab_dom0" = busybox ] || die "a dom0 of Debian has Debian's kernel, not the $lab_dom0_kernel one"
    source=$(apt-cache depends --important linux-source 2> /dev/null | awk '$1 == "Depends:" { print $2; exit }')
    [ -n "$source" ] || die "apt knows no source of Linux here: it needs the package linux-source"
    version=$(apt-cache policy "$source" | awk '$1 == "Candidate:" { print $2 }')
    key=$({ echo "$source $version"; cat "$config" "${BASH_SOURCE[0]}"; } | sha256sum | cut -c 1-16)
    lab_kernel=$lab_cache/kernel-$lab_dom0_kernel-$key
    if [ -d "$lab_kernel" ]; then
        touch "$lab_kernel"
        return
    fi

    # What no run has used for a week goes.
    find "$lab_cache" -mindepth 1 -maxdepth 1 -type d -name 'kernel-*' -mtime +7 -exec rm -rf {} +
    need_packages "${lab_kernel_build_packages[@]}"
    note "building a kernel in $lab_kernel (once for this version: some ten minutes, and 2 GiB while it lasts)"
    building=$(mktemp -d "$lab_cache/building.XXXXXX")
    # A subshell, so that its trap and its working directory are its own.
    (
        trap 'rm -rf "$building"' EXIT
        cd "$building"
        lab_packages=("$source")
        fetch_packages
        build_kernel "$source" "$config" > "$lab_kernel.log" 2>&1 || { tail -n 20 "$lab_kernel.log" >&2; exit 1; }
        rm -rf packages tree source build modules "$lab_kernel.log"
        mv -T "$building" "$lab_kernel" 2> /dev/null || [ -d "$lab_kernel" ]
    ) || die "building a kernel failed; see $lab_kernel.log"
}

# build_kernel NAME CONFIG: ./vmlinux and ./modules.cpio, from the archive of that name below ./tree.
build_kernel() {
    local options=(-C source "O=$PWD/build" ARCH=x86_64)
    mkdir source build
    tar -C source --strip-components=1 -xf "tree/usr/src/$1.tar.xz" \
        && make "${options[@]}" "KCONFIG_ALLCONFIG=$2" allnoconfig \
        && has_options "$2" build/.config \
        && nice make "${options[@]}" -j "$(nproc)" vmlinux \
        && strip --strip-all -o vmlinux build/vmlinux \
        && index_modules "$(cat build/include/config/kernel.release)" \
        && pack modules > modules.cpio
}

# has_options WANTED CONFIG: whether the options are as wanted; one whose conditions are not met is left out silently.
has_options() {
    local option
    while read -r option; do
        grep -qxF -- "$option" "$2" || { echo "this source does not take $option"; return 1; }
    done < <(grep -E '^(# )?CONFIG_' "$1")
}

# index_modules RELEASE: an index that tells modprobe that all it is asked for is built in.
index_modules() {
    local index=modules/lib/modules/$1
    mkdir -p "$index"
    cp build/modules.builtin{,.modinfo} "$index/"
    touch "$index/modules.order"
    depmod -b modules "$1"
}
