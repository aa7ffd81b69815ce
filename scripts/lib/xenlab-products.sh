# shellcheck shell=bash disable=SC2034,SC2154 # shared with scripts/xenlab
# The project's own programs, on their way into the lab.

# The programs dom0 and the guests get, when they exist.
lab_products=(ballast ballast-guest mock-xenstored xenstore-differ)

# prepare_products: sets lab_products_directory to where the programs are, building those that the package
# has. With BALLAST_BIN_DIR the programs come from that directory and nothing is built.
prepare_products() {
    local product offered wanted=()
    if [ -n "${BALLAST_BIN_DIR:-}" ]; then
        [ -d "$BALLAST_BIN_DIR" ] || die "BALLAST_BIN_DIR: no directory $BALLAST_BIN_DIR"
        lab_products_directory=$(cd "$BALLAST_BIN_DIR" && pwd)
        return
    fi
    lab_products_directory=
    [ -e "$repo_root/Package.swift" ] || return 0
    command -v swift >/dev/null || die "building needs the Swift toolchain, or BALLAST_BIN_DIR with built programs"
    offered=$(cd "$repo_root" && swift package describe | products_described)
    for product in "${lab_products[@]}"; do
        ! grep -qx -- "$product" <<< "$offered" || wanted+=("$product")
    done
    [ "${#wanted[@]}" -gt 0 ] || return 0
    note "building ${wanted[*]}"
    lab_products_directory=$(cd "$repo_root" && swift build -c release --static-swift-stdlib --show-bin-path)
    for product in "${wanted[@]}"; do
        build_product "$product" || die "building $product failed"
    done
}

# build_product NAME: builds a program into lab_products_directory. Those that run in guests are linked fully: a guest
# may have another C library, or none. Their own build directory keeps the two ways from undoing each other's work.
build_product() (
    cd "$repo_root" || exit
    if [ "$1" != ballast ]; then
        options=(-c release -Xswiftc -static-executable --scratch-path .build-static)
        swift build "${options[@]}" --product "$1" >&2 || exit
        mkdir -p "$lab_products_directory"
        cp "$(swift build "${options[@]}" --show-bin-path)/$1" "$lab_products_directory/$1"
    else
        swift build -c release --static-swift-stdlib --product "$1" >&2
    fi
)

# products_described: prints the names of the products in a package's description.
products_described() {
    awk '/^[^ ]/ { inside = /^Products:/ } inside && $1 == "Name:" { print $2 }'
}

# copy_products IMAGE DIRECTORY NAME…: puts those of the programs that exist into the image.
copy_products() {
    local image=$1 directory=$2 name
    shift 2
    for name in "$@"; do
        [ -x "${lab_products_directory:-/nonexistent}/$name" ] || continue
        copy_program "$lab_products_directory/$name" "$directory"
        strip --strip-all "$image$directory/$name"
    done
}
