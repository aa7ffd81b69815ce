#!/bin/bash

__ballast_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__ballast_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__ballast_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__ballast_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_ballast() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=()
    __ballast_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    run|status|top|explain|config|limits|hold|release|reserve|create|squeeze|doctor|metrics|trace|simulate|help)
        # Offer subcommand argument completions
        "_ballast_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'run status top explain config limits hold release reserve create squeeze doctor metrics trace simulate help' -- "${cur}"))
        ;;
    esac
}

_ballast_run() {
    repeating_flags=()
    non_repeating_flags=(--simulated --still --dry-run --live --version -h --help)
    repeating_options=(--set)
    non_repeating_options=(--seed --domains --socket --config --metrics-listen --metrics-file --trace --log-level)
    __ballast_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--seed')
        return
        ;;
    '--domains')
        return
        ;;
    '--socket')
        return
        ;;
    '--config')
        __ballast_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    '--set')
        return
        ;;
    '--metrics-listen')
        return
        ;;
    '--metrics-file')
        __ballast_add_completions -o plusdirs -fX '!*.@(prom)'
        return
        ;;
    '--trace')
        __ballast_add_completions -f
        return
        ;;
    '--log-level')
        __ballast_add_completions -W 'trace'$'\n''debug'$'\n''info'$'\n''notice'$'\n''warning'$'\n''error'$'\n''critical'
        return
        ;;
    esac
}

_ballast_status() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--socket)
    __ballast_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--socket')
        return
        ;;
    esac
}

_ballast_top() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--socket)
    __ballast_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--socket')
        return
        ;;
    esac
}

_ballast_explain() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--socket)
    __ballast_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--socket')
        return
        ;;
    esac
}

_ballast_config() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __ballast_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|get|set|unset|export|check)
        # Offer subcommand argument completions
        "_ballast_config_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list get set unset export check' -- "${cur}"))
        ;;
    esac
}

_ballast_config_list() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--socket)
    __ballast_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--socket')
        return
        ;;
    esac
}

_ballast_config_get() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--domain --socket)
    __ballast_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--domain')
        return
        ;;
    '--socket')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __ballast_add_completions -W 'selfballooning'$'\n''estimator'$'\n''selfballoon-interval'$'\n''selfballoon-downhysteresis'$'\n''selfballoon-uphysteresis'$'\n''selfballoon-reserved-mb'$'\n''selfballoon-min-usable-mb'$'\n''dynamic-min-mb'$'\n''dynamic-max-mb'$'\n''frontswap-selfshrinking'$'\n''frontswap-hysteresis'$'\n''frontswap-inertia'$'\n''meminfo-node'$'\n''weight'$'\n''max-buffer-pages'$'\n''buffer-squeeze-duration-ms'$'\n''urgent-rate'$'\n''stall-threshold-us'$'\n''direction-block-ms'$'\n''host-reserve-mb'$'\n''surplus'$'\n''idle-tax'$'\n''dom0-managed'$'\n''dom0-floor-mb'$'\n''hold-seconds'$'\n''maxmem-slack-kb'$'\n''stuck-after-ms'$'\n''uncooperative-after-ms'$'\n''reservation-patience-ms'$'\n''dom0-stall-threshold-us'
        return
        ;;
    esac
}

_ballast_config_set() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--domain --socket)
    __ballast_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--domain')
        return
        ;;
    '--socket')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __ballast_add_completions -W 'selfballooning'$'\n''estimator'$'\n''selfballoon-interval'$'\n''selfballoon-downhysteresis'$'\n''selfballoon-uphysteresis'$'\n''selfballoon-reserved-mb'$'\n''selfballoon-min-usable-mb'$'\n''dynamic-min-mb'$'\n''dynamic-max-mb'$'\n''frontswap-selfshrinking'$'\n''frontswap-hysteresis'$'\n''frontswap-inertia'$'\n''meminfo-node'$'\n''weight'$'\n''max-buffer-pages'$'\n''buffer-squeeze-duration-ms'$'\n''urgent-rate'$'\n''stall-threshold-us'$'\n''direction-block-ms'$'\n''host-reserve-mb'$'\n''surplus'$'\n''idle-tax'$'\n''dom0-managed'$'\n''dom0-floor-mb'$'\n''hold-seconds'$'\n''maxmem-slack-kb'$'\n''stuck-after-ms'$'\n''uncooperative-after-ms'$'\n''reservation-patience-ms'$'\n''dom0-stall-threshold-us'
        return
        ;;
    esac
}

_ballast_config_unset() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--domain --socket)
    __ballast_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--domain')
        return
        ;;
    '--socket')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __ballast_add_completions -W 'selfballooning'$'\n''estimator'$'\n''selfballoon-interval'$'\n''selfballoon-downhysteresis'$'\n''selfballoon-uphysteresis'$'\n''selfballoon-reserved-mb'$'\n''selfballoon-min-usable-mb'$'\n''dynamic-min-mb'$'\n''dynamic-max-mb'$'\n''frontswap-selfshrinking'$'\n''frontswap-hysteresis'$'\n''frontswap-inertia'$'\n''meminfo-node'$'\n''weight'$'\n''max-buffer-pages'$'\n''buffer-squeeze-duration-ms'$'\n''urgent-rate'$'\n''stall-threshold-us'$'\n''direction-block-ms'$'\n''host-reserve-mb'$'\n''surplus'$'\n''idle-tax'$'\n''dom0-managed'$'\n''dom0-floor-mb'$'\n''hold-seconds'$'\n''maxmem-slack-kb'$'\n''stuck-after-ms'$'\n''uncooperative-after-ms'$'\n''reservation-patience-ms'$'\n''dom0-stall-threshold-us'
        return
        ;;
    esac
}

_ballast_config_export() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--socket)
    __ballast_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--socket')
        return
        ;;
    esac
}

_ballast_config_check() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=()
    __ballast_offer_flags_options 1

    # Offer positional completions
    case "${positional_number}" in
    1)
        __ballast_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ballast_limits() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--min --max --socket)
    __ballast_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--min')
        return
        ;;
    '--max')
        return
        ;;
    '--socket')
        return
        ;;
    esac
}

_ballast_hold() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--for --socket)
    __ballast_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--for')
        return
        ;;
    '--socket')
        return
        ;;
    esac
}

_ballast_release() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--socket)
    __ballast_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--socket')
        return
        ;;
    esac
}

_ballast_reserve() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--range --for --timeout --release --socket)
    __ballast_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--range')
        return
        ;;
    '--for')
        return
        ;;
    '--timeout')
        return
        ;;
    '--release')
        return
        ;;
    '--socket')
        return
        ;;
    esac
}

_ballast_create() {
    repeating_flags=()
    non_repeating_flags=(--dry-run --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--xl --timeout --socket)
    __ballast_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--xl')
        return
        ;;
    '--timeout')
        return
        ;;
    '--socket')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __ballast_add_completions -f
        return
        ;;
    esac
}

_ballast_squeeze() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--socket)
    __ballast_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--socket')
        return
        ;;
    esac
}

_ballast_doctor() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--socket)
    __ballast_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--socket')
        return
        ;;
    esac
}

_ballast_metrics() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--socket)
    __ballast_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--socket')
        return
        ;;
    esac
}

_ballast_trace() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __ballast_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    dump|replay)
        # Offer subcommand argument completions
        "_ballast_trace_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'dump replay' -- "${cur}"))
        ;;
    esac
}

_ballast_trace_dump() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __ballast_offer_flags_options 1

    # Offer positional completions
    case "${positional_number}" in
    1)
        __ballast_add_completions -f
        return
        ;;
    esac
}

_ballast_trace_replay() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=(--set)
    non_repeating_options=()
    __ballast_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--set')
        __ballast_add_completions -W 'selfballooning'$'\n''estimator'$'\n''selfballoon-interval'$'\n''selfballoon-downhysteresis'$'\n''selfballoon-uphysteresis'$'\n''selfballoon-reserved-mb'$'\n''selfballoon-min-usable-mb'$'\n''dynamic-min-mb'$'\n''dynamic-max-mb'$'\n''frontswap-selfshrinking'$'\n''frontswap-hysteresis'$'\n''frontswap-inertia'$'\n''meminfo-node'$'\n''weight'$'\n''max-buffer-pages'$'\n''buffer-squeeze-duration-ms'$'\n''urgent-rate'$'\n''stall-threshold-us'$'\n''direction-block-ms'$'\n''host-reserve-mb'$'\n''surplus'$'\n''idle-tax'$'\n''dom0-managed'$'\n''dom0-floor-mb'$'\n''hold-seconds'$'\n''maxmem-slack-kb'$'\n''stuck-after-ms'$'\n''uncooperative-after-ms'$'\n''reservation-patience-ms'$'\n''dom0-stall-threshold-us'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __ballast_add_completions -f
        return
        ;;
    esac
}

_ballast_simulate() {
    repeating_flags=()
    non_repeating_flags=(--plot --list --markdown --version -h --help)
    repeating_options=()
    non_repeating_options=(--soak --seed --trace --host-memory)
    __ballast_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--soak')
        return
        ;;
    '--seed')
        return
        ;;
    '--trace')
        __ballast_add_completions -o plusdirs -fX '!*.@(csv)'
        return
        ;;
    '--host-memory')
        return
        ;;
    esac
}

_ballast_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __ballast_offer_flags_options -1
}

complete -o filenames -F _ballast ballast
