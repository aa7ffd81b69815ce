# shellcheck shell=bash disable=SC2034,SC2154 # shared with scripts/xenlab
# What the lab is made of, fetched and unpacked once: the hypervisor, a kernel in the forms it is booted in,
# and the parts of the two initramfs images that do not change from run to run. Packages are unpacked and
# not installed, because a hypervisor in /boot is nothing a test should leave behind.

lab_cache=${BALLAST_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ballast/xenlab}

# What the host needs: the emulator, the tools that make the images, and the libraries that end up in them.
lab_host_packages=(qemu-system-x86 busybox-static cpio xz-utils binutils kmod util-linux libxen-dev)

# The tools dom0 gets, by the directory they come from in the unpacked packages.
lab_xen_tools=(xl xenstored xenconsoled xen-init-dom0 libxl-save-helper test-xenstore xenstore-control
    xentop oxenstored)
lab_store_tools=(xenstore xenstore-chmod xenstore-exists xenstore-list xenstore-ls xenstore-read xenstore-rm
    xenstore-watch xenstore-write)

# The modules of each side; what they depend on comes along.
lab_dom0_modules=(virtio_pci virtio_console xen-privcmd xenfs xen-evtchn xen-gntdev xen-gntalloc loop
    xen-blkback zram)
lab_guest_modules=(xen-privcmd xenfs zram xen-blkfront)
# What they need beyond that to find a root on a disk.
lab_disk_modules=(virtio_blk ext4)

# resolve_packages: sets lab_packages to the names of the packages to unpack, and lab_versions to those with
# the versions that apt would fetch.
resolve_packages() {
    find_packages || { apt_refresh && find_packages; } \
        || die "apt knows no Xen host here: it needs the packages xen-system-amd64 and linux-image-amd64"
    lab_versions=$(apt-cache policy "${lab_packages[@]}" | awk '/^[^ ]/ || $1 == "Candidate:"')
}

# find_packages: asks apt what the two metapackages stand for today.
find_packages() {
    local pattern found listing
    listing=$(apt-cache depends --important xen-system-amd64 linux-image-amd64 2>/dev/null) || return 1
    lab_packages=(xenstore-utils)
    for pattern in '^xen-hypervisor-[0-9]' '^xen-utils-[0-9]' '^linux-image-[0-9]'; do
        found=$(awk -v pattern="$pattern" '$1 == "Depends:" && $2 ~ pattern { print $2; exit }' <<< "$listing")
        [ -n "$found" ] || return 1
        lab_packages+=("$found")
    done
}

# prepare_cache: makes sure that $lab_base holds xen, vmlinux, dom0.cpio, guest.cpio and disk.cpio for the versions that
# apt offers today. Leaves a finished directory or none: it is built aside and moved into place.
prepare_cache() {
    local key building
    need_packages "${lab_host_packages[@]}"
    resolve_packages
    # The images hold copies of the host's libraries and are made by this file, so both are in the key.
    key=$({
        echo "$lab_versions"
        dpkg-query -W libc6 libxen-dev busybox-static
        cat "${BASH_SOURCE[0]}"
    } | sha256sum | cut -c 1-16)
    lab_base=$lab_cache/base-$key
    if [ -d "$lab_base" ]; then
        touch "$lab_base"
        return
    fi

    mkdir -p "$lab_cache"
    # What no run has used for a week, or what a killed one left, goes.
    find "$lab_cache" -mindepth 1 -maxdepth 1 -type d -mtime +7 \
        \( -name 'base-*' -o -name 'building.*' -o -name 'run.*' \) -exec rm -rf {} +
    note "preparing the lab in $lab_base (once for these package versions)"
    building=$(mktemp -d "$lab_cache/building.XXXXXX")
    aside "preparing the lab failed" build_base "$building"
}

# build_base DIRECTORY: fills the directory and moves it to $lab_base. Its trap and its working directory want a subshell.
build_base() {
    building=$1
    trap 'rm -rf "$building"' EXIT
    cd "$building"
    fetch_packages
    derive_kernels
    build_dom0_base
    build_guest_base
    build_disk_modules
    rm -rf packages tree dom0 guest disk
    mv -T "$building" "$lab_base" 2>/dev/null || [ -d "$lab_base" ]
}

# fetch_packages: unpacks every package below ./tree.
fetch_packages() {
    mkdir packages tree
    # The sandbox user cannot write below a home directory; apt would only warn and go on as root.
    (cd packages && apt-get -qq -o APT::Sandbox::User=root download "${lab_packages[@]}") || {
        apt_refresh
        (cd packages && apt-get -qq -o APT::Sandbox::User=root download "${lab_packages[@]}")
    } || die "cannot download ${lab_packages[*]}"
    local package
    for package in packages/*.deb; do
        dpkg -x "$package" tree
    done
}

# derive_kernels: ./xen, the hypervisor as the multiboot ELF that QEMU loads, and ./vmlinux, the kernel
# without its compression: unpacking it is most of what creating a guest costs under emulation.
derive_kernels() {
    local image setup offset length
    gzip -dc tree/boot/xen-*-amd64.gz > xen
    image=$(echo tree/boot/vmlinuz-*)
    # The boot protocol's header says where the payload is (setup_sects, payload_offset, payload_length);
    # its last four bytes are its unpacked size and not part of the compressed stream.
    setup=$(od -An -tu1 -j 497 -N 1 "$image")
    offset=$(od -An -tu4 -j 584 -N 4 "$image")
    length=$(od -An -tu4 -j 588 -N 4 "$image")
    offset=$(((setup + 1) * 512 + offset))
    head -c $((offset + length - 4)) "$image" | tail -c +$((offset + 1)) > payload
    case $(od -An -tx1 -N 4 payload | tr -d ' ') in
    fd377a58) xz -dc payload > vmlinux ;;
    1f8b*) gzip -dc payload > vmlinux ;;
    28b52ffd)
        need_packages zstd
        zstd -qdc payload > vmlinux
        ;;
    *) die "the kernel $image is compressed in a way this script does not know" ;;
    esac
    rm payload
    strip --strip-all vmlinux
}

# copy_program FILE DIRECTORY: copies FILE into DIRECTORY of the image ./$image, with the libraries it needs.
copy_program() {
    local library
    mkdir -p "$image$2"
    cp -L "$1" "$image$2/"
    for library in $(needed_libraries "$1"); do
        [ -e "$image$library" ] || install -D -m 755 "$library" "$image$library"
    done
}

# needed_libraries FILE: prints the path of each library and of the loader.
needed_libraries() {
    local listing
    listing=$(LD_LIBRARY_PATH=${lab_library_path:-} ldd "$1" 2>/dev/null) || return 0
    ! grep 'not found' <<< "$listing" >&2 || die "libraries of ${1##*/} are missing"
    awk '$2 == "=>" { print $3 } $1 ~ /^\// { print $1 }' <<< "$listing"
}

# copy_busybox: busybox under all its names.
copy_busybox() {
    local name
    mkdir -p "$image"/{bin,sbin,usr/bin,usr/sbin,proc,sys,dev,run,tmp,root,etc,var/log}
    cp /bin/busybox "$image/bin/busybox"
    for name in $(busybox --list); do
        # sh, mount and the like must be where scripts expect them; one directory serves them all.
        [ "$name" = busybox ] || ln -s busybox "$image/bin/$name"
    done
    ln -s ../bin/modprobe "$image/sbin/modprobe"
    echo 'root:x:0:0:root:/root:/bin/sh' > "$image/etc/passwd"
    echo 'root:x:0:' > "$image/etc/group"
}

# copy_modules NAME…: kernel modules with those they depend on, and an index of just these.
copy_modules() {
    local release directory name path
    release=$(basename tree/lib/modules/*)
    directory=lib/modules/$release
    [ -e "tree/$directory/modules.dep" ] || depmod -b tree "$release"
    for name in "$@"; do
        modprobe -d tree -S "$release" --show-depends "$name" | awk '$1 == "insmod" { print $2 }'
    done | sort -u | while read -r path; do
        path=${path#"$PWD/"}
        install -D -m 644 "$path" "$image/${path#tree/}"
    done
    cp tree/"$directory"/modules.{order,builtin,builtin.modinfo} "$image/$directory/"
    depmod -b "$image" "$release"
}

# pack DIRECTORY: prints DIRECTORY as an initramfs archive. Not compressed: unpacking would be emulated.
pack() {
    (cd "$1" && find . -mindepth 1 -print0 | LC_ALL=C sort -z | cpio --quiet -0 -o -H newc -R 0:0)
}

build_dom0_base() {
    local image=dom0 xen_bin name
    xen_bin=$(echo tree/usr/lib/xen-*/bin)
    copy_busybox
    for name in "${lab_xen_tools[@]}"; do
        # A reference store in OCaml is not part of every build of Xen.
        [ -e "$xen_bin/$name" ] || { note "no $name in these packages"; continue; }
        copy_program "$xen_bin/$name" "/${xen_bin#tree/}"
    done
    ln -s "$(basename "${xen_bin%/bin}")" dom0/usr/lib/xen
    mkdir -p dom0/usr/sbin
    ln -s "/${xen_bin#tree/}/xl" dom0/usr/sbin/xl
    for name in "${lab_store_tools[@]}"; do
        copy_program "tree/usr/bin/$name" /usr/bin
    done
    # xl aborts in pthread_cancel when the C library cannot load this.
    copy_library_named libgcc_s.so.1
    mkdir -p dom0/etc/xen/scripts
    printf '%s\n' 'autoballoon="off"' > dom0/etc/xen/xl.conf
    [ ! -e tree/etc/xen/oxenstored.conf ] || cp tree/etc/xen/oxenstored.conf dom0/etc/xen/
    copy_modules "${lab_dom0_modules[@]}"
    pack dom0 > dom0.cpio
}

build_guest_base() {
    local image=guest
    copy_busybox
    copy_modules "${lab_guest_modules[@]}"
    pack guest > guest.cpio
}

# build_disk_modules: all modules of both sides, to be unpacked over either. The usual images go without: dom0's fills half
# of its memory as it is.
build_disk_modules() {
    local image=disk
    mkdir disk
    copy_modules "${lab_dom0_modules[@]}" "${lab_guest_modules[@]}" "${lab_disk_modules[@]}"
    pack disk > disk.cpio
}

# copy_library_named NAME: copies the library the host's loader would find under that name.
copy_library_named() {
    local path
    # All of it is read: ldconfig would die of a pipe that is closed before its end.
    path=$(ldconfig -p | awk -v name="$1" '$1 == name && /x86-64/ && !path { path = $NF } END { print path }')
    [ -n "$path" ] || die "the library $1 is missing"
    install -D -m 755 "$path" "$image$path"
}
