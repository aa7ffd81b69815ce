# shellcheck shell=bash disable=SC2034,SC2154 # the settings and the results of a run are shared with scripts/xenlab
# One run of the lab: makes dom0's image around a job, boots it and learns how the job ended.

# How a run ends that never got to its job, and one that took too long; timeout(1) uses the same numbers.
lab_broken=125
lab_late=124

# dom0 keeps the time limit and brings the logs out; the emulator is stopped only when that does not work.
lab_grace=30

# On a machine with much else to do, every time limit of a run can be multiplied.
lab_patience=${BALLAST_LAB_PATIENCE:-1}

# The logs of that many runs are kept.
lab_kept_logs=20

# run_job MODE DIRECTORY: boots the lab with DIRECTORY as the job. In mode "run" its main runs and what it
# prints goes to standard output; in mode "shell" a person gets a shell there. Takes lab_guests, lab_memory,
# lab_dom0, lab_dom0_kernel, lab_dom0_memory and lab_timeout; sets lab_status, lab_seconds and lab_logs, the directory
# of the logs.
run_job() {
    local mode=$1 job=$2 started
    lab_status=$lab_broken
    lab_logs=$(new_log_directory)
    lab_work=$(mktemp -d "$lab_cache/run.XXXXXX")
    lab_emulator=
    trap end_run EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP

    [ "$lab_dom0" = busybox ] || prepare_debian
    prepare_kernel
    make_dom0_image "$mode" "$job"
    started=$EPOCHREALTIME
    # The emulator is waited for and not run in the foreground, so that a signal gets through at once.
    if [ "$mode" = shell ]; then
        run_emulator --foreground -chardev stdio,id=terminal,mux=on,signal=off -serial chardev:terminal \
            -chardev "file,id=job,path=$lab_logs/job.log" <&0 &
        lab_emulator=$!
        await_emulator
    else
        exec {stream}> >(exec tee "$lab_logs/job.log")
        local tee=$!
        run_emulator --kill-after=5 -chardev file,id=job,path=/dev/stdout < /dev/null >&"$stream" {stream}>&- &
        lab_emulator=$!
        exec {stream}>&-
        await_emulator
        wait "$tee" || true
    fi
    lab_seconds=$(awk -v from="$started" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f", to - from }')
    end_run
    trap - EXIT INT TERM HUP
}

# run_emulator TIMEOUT_OPTION OPTION…: becomes the emulator, which dies with this script, however it dies.
run_emulator() {
    local disks=()
    if [ "$lab_dom0" = debian ]; then
        # The second one is for a guest.
        local disk
        for disk in 1 2; do
            disks+=(-drive "file=$lab_debian_disk,format=raw,if=none,snapshot=on,cache=unsafe,id=disk$disk"
                -device "virtio-blk-pci,drive=disk$disk")
        done
    fi
    exec setpriv --pdeathsig TERM timeout "$1" $((lab_timeout * lab_patience + lab_grace)) setpriv --pdeathsig KILL \
        qemu-system-x86_64 -accel tcg,thread=multi -cpu "$lab_cpu" -smp "$lab_cpus" -m "$lab_memory" \
        -nodefaults -no-user-config -display none -monitor none -no-reboot \
        -chardev "file,id=console,path=$lab_logs/serial.log" -serial chardev:console \
        "${@:2}" \
        -device virtio-serial-pci \
        -device virtserialport,nr=1,chardev=job \
        -chardev "file,id=outcome,path=$lab_work/outcome" -device virtserialport,nr=2,chardev=outcome \
        "${disks[@]}" \
        -kernel "$lab_base/xen" -append "$lab_xen_boot dom0_mem=${lab_dom0_memory}M,max:${lab_dom0_memory}M" \
        -initrd "$lab_kernel/vmlinux $lab_dom0_boot,$lab_work/dom0.cpio"
}

# qemu64 with SVM runs PV, PVH and HVM guests. Newer models bring SMAP, which dom0 does not survive here.
lab_cpu=qemu64,+svm,+npt,+rdrand

lab_xen_boot='console=com1 com1=115200,8n1 loglvl=warning guest_loglvl=warning spec-ctrl=no'
# A ramfs as its root has no bound. A tmpfs has half of the memory that is free while the image still takes its share, which
# is less than what the image unpacks to.
lab_dom0_boot='console=hvc0 loglevel=4 panic=1 psi=1 mitigations=off cryptomgr.notests audit=0 ipv6.disable=1 rootfstype=ramfs'

# await_emulator: waits for the emulator; sets lab_status to what dom0 said of the job.
await_emulator() {
    local ended=0 line=''
    wait "$lab_emulator" || ended=$?
    lab_emulator=
    IFS= read -r line < "$lab_work/outcome" || true
    case $line in
    'exit '*)
        lab_status=${line#exit }
        tail -n +2 "$lab_work/outcome" | tar -C "$lab_logs" -xf - 2>/dev/null || true
        # The kernel goes on without the rest of its image.
        if grep -qa 'Initramfs unpacking failed' "$lab_logs/serial.log"; then
            note "dom0's image was not unpacked as a whole"
            lab_status=$lab_broken
        fi
        ;;
    *)
        if [ "$ended" -eq "$lab_late" ]; then
            note "the time limit is over, and dom0 does not answer"
            lab_status=$lab_late
        else
            note "the machine ended before the job did"
        fi
        ;;
    esac
}

# end_run: leaves no emulator and no scratch files behind.
end_run() {
    [ -z "$lab_emulator" ] || kill -TERM "$lab_emulator" 2>/dev/null || true
    rm -rf "$lab_work"
}

# new_log_directory: prints a new directory for a run's logs, and removes the oldest ones.
new_log_directory() {
    local logs=${BALLAST_LAB_LOGS:-$lab_cache/logs} directory
    mkdir -p "$logs"
    directory=$(mktemp -d "$logs/$(date +%Y%m%d-%H%M%S).XXXX")
    # The names are made of digits and dots, and sort by time.
    find "$logs" -mindepth 1 -maxdepth 1 -type d -name '2*' | sort -r | tail -n +$((lab_kept_logs + 1)) \
        | xargs -r rm -rf
    echo "$directory"
}

# make_dom0_image MODE JOB: $lab_work/dom0.cpio, the unchanging part with this run's files behind it; the
# kernel unpacks archives one after the other.
make_dom0_image() {
    local mode=$1 job=$2 image=$lab_work/dom0
    mkdir -p "$image/lab/job" "$image/etc/xen/scripts"
    install -m 755 "$lab_files/$lab_dom0-init" "$image/init"
    install -m 755 "$lab_files"/{dom0,debian}-job "$image/lab"
    install -m 755 "$lab_files/block" "$image/etc/xen/scripts/block"
    cp -R "$repo_root/Tests/Lab/lib" "$image/lab/lib"
    cp -RL "$job/." "$image/lab/job/"
    {
        echo "LAB_MODE=$mode"
        echo "LAB_GUESTS='$lab_guests'"
        echo "LAB_TIMEOUT=$((lab_timeout * lab_patience))"
        echo "LAB_PATIENCE=$lab_patience"
        echo "LAB_COLUMNS=$(tput cols 2>/dev/null || echo 80)"
        echo "LAB_ROWS=$(tput lines 2>/dev/null || echo 24)"
    } > "$image/lab/job.conf"
    ln "$lab_base/vmlinux" "$image/lab/vmlinux" 2>/dev/null || cp "$lab_base/vmlinux" "$image/lab/vmlinux"
    make_guest_image > "$image/lab/guest.cpio"
    # Debian gets the programs as a host does, in their packages.
    if [ "$lab_dom0" = debian ]; then
        make_debian_packages "$image/lab/packages"
    else
        copy_products "$image" /usr/sbin ballast mock-xenstored xenstore-differ
    fi
    # What comes later stands above what came before, an index of modules as well.
    { base_image dom0; cat "$lab_kernel"/modules.cpio 2> /dev/null || true; pack "$image"; } > "$lab_work/dom0.cpio"
    rm -rf "$image"
}

# base_image NAME: prints the unchanging part of an initramfs.
base_image() {
    cat "$lab_base/$1.cpio"
    [ "$lab_dom0" = busybox ] || cat "$lab_base/disk.cpio"
}

# make_guest_image: prints the guests' initramfs.
make_guest_image() {
    local image=$lab_work/guest
    mkdir -p "$image"
    install -m 755 "$lab_files/guest-init" "$image/init"
    install -m 644 "$lab_files/guest-console" "$image/guest-console"
    copy_products "$image" /usr/sbin ballast-guest
    # What a guest without systemd has to run the agent as its own user: busybox's setpriv cannot change the user.
    install -D -m 755 "$repo_root/packaging/guest/ballast-guest.init" "$image/etc/init.d/ballast-guest"
    copy_program "$(command -v setpriv)" /usr/bin
    base_image guest
    pack "$image"
}
