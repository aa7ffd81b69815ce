function __ballast_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __ballast_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __ballast_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __ballast_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __ballast_parse_tokens -S
    set -l unparsed_tokens (__ballast_tokens -pc)
    switch $unparsed_tokens[1]
    case 'ballast'
        __ballast_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'run'
            __ballast_parse_subcommand 0 'simulated' 'seed=' 'domains=' 'still' 'socket=' 'dry-run' 'live' 'config=' 'set=+' 'metrics-listen=' 'metrics-file=' 'trace=' 'log-level=' 'version' 'h/help'
        case 'status'
            __ballast_parse_subcommand 0 'json' 'socket=' 'version' 'h/help'
        case 'top'
            __ballast_parse_subcommand 0 'json' 'socket=' 'version' 'h/help'
        case 'explain'
            __ballast_parse_subcommand 1 'json' 'socket=' 'version' 'h/help'
        case 'config'
            __ballast_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'list'
                __ballast_parse_subcommand 0 'json' 'socket=' 'version' 'h/help'
            case 'get'
                __ballast_parse_subcommand 1 'domain=' 'json' 'socket=' 'version' 'h/help'
            case 'set'
                __ballast_parse_subcommand -r 2 'domain=' 'json' 'socket=' 'version' 'h/help'
            case 'unset'
                __ballast_parse_subcommand 1 'domain=' 'json' 'socket=' 'version' 'h/help'
            case 'export'
                __ballast_parse_subcommand 0 'json' 'socket=' 'version' 'h/help'
            case 'check'
                __ballast_parse_subcommand 1 'json' 'version' 'h/help'
            end
        case 'limits'
            __ballast_parse_subcommand 1 'min=' 'max=' 'json' 'socket=' 'version' 'h/help'
        case 'hold'
            __ballast_parse_subcommand 1 'for=' 'json' 'socket=' 'version' 'h/help'
        case 'release'
            __ballast_parse_subcommand 1 'json' 'socket=' 'version' 'h/help'
        case 'reserve'
            __ballast_parse_subcommand -r 2 'range=' 'for=' 'timeout=' 'release=' 'json' 'socket=' 'version' 'h/help'
        case 'create'
            __ballast_parse_subcommand -r 2 'xl=' 'dry-run' 'timeout=' 'json' 'socket=' 'version' 'h/help'
        case 'squeeze'
            __ballast_parse_subcommand -r 1 'json' 'socket=' 'version' 'h/help'
        case 'doctor'
            __ballast_parse_subcommand 0 'json' 'socket=' 'version' 'h/help'
        case 'metrics'
            __ballast_parse_subcommand 0 'json' 'socket=' 'version' 'h/help'
        case 'trace'
            __ballast_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'dump'
                __ballast_parse_subcommand 1 'version' 'h/help'
            case 'replay'
                __ballast_parse_subcommand 1 'set=+' 'version' 'h/help'
            end
        case 'simulate'
            __ballast_parse_subcommand -r 1 'plot' 'list' 'markdown' 'soak=' 'seed=' 'trace=' 'host-memory=' 'version' 'h/help'
        case 'help'
            __ballast_parse_subcommand -r 1 'version'
        end
    end
end

function __ballast_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __ballast_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __ballast_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __ballast_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__ballast_tokens -p)
    if test -z "$(__ballast_tokens -t)"
        set -l index (count (__ballast_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'ballast' -f
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast" -eq 1' -fa 'run' -d 'Balance this host until SIGTERM or SIGINT.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast" -eq 1' -fa 'status' -d 'Show the host\'s memory and each domain\'s, once.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast" -eq 1' -fa 'top' -d 'Show the domains live, with a bar for each and the last decisions.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast" -eq 1' -fa 'explain' -d 'Tell in three sentences why a domain has this much memory.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast" -eq 1' -fa 'config' -d 'Look up and change settings; every change is in force at once.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast" -eq 1' -fa 'limits' -d 'Show or set how far a domain may fall and rise.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast" -eq 1' -fa 'hold' -d 'Pin a domain at its size until it is released.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast" -eq 1' -fa 'release' -d 'Balance a domain again that was pinned, or whose size was set with xl mem-set.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast" -eq 1' -fa 'reserve' -d 'Free memory and keep it free, while a command runs or for some time.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast" -eq 1' -fa 'create' -d 'Start a guest with xl create, after making room for it.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast" -eq 1' -fa 'squeeze' -d 'Call back at once what the domains hold above their needs.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast" -eq 1' -fa 'doctor' -d 'Look for what can be wrong on this host, and say how to mend it.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast" -eq 1' -fa 'metrics' -d 'Print the status as Prometheus metrics, once.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast" -eq 1' -fa 'trace' -d 'Look at the last rounds that a running agent has kept, and replay them.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast" -eq 1' -fa 'simulate' -d 'Compare policies on simulated hosts, draw runs, or soak the policy with faults.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast run" simulated' -l 'simulated' -d 'Balance a simulated host instead of this machine, with guests that come alive in memory.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast run" seed' -l 'seed' -d 'Decides what the simulated guests do.' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast run" domains' -l 'domains' -d 'How many guests the simulated host has, 1 to 1000.' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast run" still' -l 'still' -d 'Let the simulated guests want the same at all times: a host where nothing happens.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast run" socket' -l 'socket' -d 'Where the simulated host\'s xenstore listens, for xenstore-ls and other tools (default: a new path).' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast run" dry-run' -l 'dry-run' -d 'Observe, decide and explain, but write nothing.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast run" live' -l 'live' -d 'Show the domains live in the terminal.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast run" config' -l 'config' -d 'The configuration file, read at the start and on SIGHUP (default: /etc/ballast/ballast.toml if it is there).' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast run"' -l 'set' -d 'A setting for this run, above xenstore and the file; DOMAIN/KEY=VALUE sets it for one domain.' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast run" metrics-listen' -l 'metrics-listen' -d 'Serve metrics for Prometheus at /metrics: a port of 127.0.0.1, or 127.0.0.1:PORT or [::1]:PORT.' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast run" metrics-file' -l 'metrics-file' -d 'Write metrics for node_exporter\'s textfile collector, every 15 seconds.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'prom\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast run" trace' -l 'trace' -d 'Keep the last rounds in this file, for "ballast trace".' -rF
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast run" log-level' -l 'log-level' -d 'The lowest level of the log: trace, debug, info, notice, warning, error or critical.' -rfka 'trace debug info notice warning error critical'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast run" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast run" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast status" json' -l 'json' -d 'Answer with JSON, for programs; sizes are in KiB.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast status" socket' -l 'socket' -d 'Where xenstored listens, to reach a simulated host (default: XENSTORED_PATH, else this machine\'s).' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast status" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast status" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast top" json' -l 'json' -d 'Answer with JSON, for programs; sizes are in KiB.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast top" socket' -l 'socket' -d 'Where xenstored listens, to reach a simulated host (default: XENSTORED_PATH, else this machine\'s).' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast top" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast top" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast explain" json' -l 'json' -d 'Answer with JSON, for programs; sizes are in KiB.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast explain" socket' -l 'socket' -d 'Where xenstored listens, to reach a simulated host (default: XENSTORED_PATH, else this machine\'s).' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast explain" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast explain" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast config" -eq 1' -fa 'list' -d 'List every setting with its value, where that comes from, and what it takes.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast config" -eq 1' -fa 'get' -d 'Print the value of a setting.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast config" -eq 1' -fa 'set' -d 'Change a setting; a value that is not allowed changes nothing.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast config" -eq 1' -fa 'unset' -d 'Take a setting back, so that the file\'s or the built-in value holds again.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast config" -eq 1' -fa 'export' -d 'Print what is set in xenstore and in the file as a new /etc/ballast/ballast.toml.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast config" -eq 1' -fa 'check' -d 'Say whether the agent would take a configuration file, and what is wrong with it.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config list" json' -l 'json' -d 'Answer with JSON, for programs; sizes are in KiB.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config list" socket' -l 'socket' -d 'Where xenstored listens, to reach a simulated host (default: XENSTORED_PATH, else this machine\'s).' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config list" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast config get" -eq 1' -fka 'selfballooning estimator selfballoon-interval selfballoon-downhysteresis selfballoon-uphysteresis selfballoon-reserved-mb selfballoon-min-usable-mb dynamic-min-mb dynamic-max-mb frontswap-selfshrinking frontswap-hysteresis frontswap-inertia meminfo-node weight max-buffer-pages buffer-squeeze-duration-ms urgent-rate stall-threshold-us direction-block-ms host-reserve-mb surplus idle-tax dom0-managed dom0-floor-mb hold-seconds maxmem-slack-kb stuck-after-ms uncooperative-after-ms reservation-patience-ms dom0-stall-threshold-us'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config get" domain' -l 'domain' -d 'For one domain, by its name, its domid or its uuid.' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config get" json' -l 'json' -d 'Answer with JSON, for programs; sizes are in KiB.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config get" socket' -l 'socket' -d 'Where xenstored listens, to reach a simulated host (default: XENSTORED_PATH, else this machine\'s).' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config get" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config get" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast config set" -eq 1' -fka 'selfballooning estimator selfballoon-interval selfballoon-downhysteresis selfballoon-uphysteresis selfballoon-reserved-mb selfballoon-min-usable-mb dynamic-min-mb dynamic-max-mb frontswap-selfshrinking frontswap-hysteresis frontswap-inertia meminfo-node weight max-buffer-pages buffer-squeeze-duration-ms urgent-rate stall-threshold-us direction-block-ms host-reserve-mb surplus idle-tax dom0-managed dom0-floor-mb hold-seconds maxmem-slack-kb stuck-after-ms uncooperative-after-ms reservation-patience-ms dom0-stall-threshold-us'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config set" domain' -l 'domain' -d 'For one domain, by its name, its domid or its uuid.' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config set" json' -l 'json' -d 'Answer with JSON, for programs; sizes are in KiB.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config set" socket' -l 'socket' -d 'Where xenstored listens, to reach a simulated host (default: XENSTORED_PATH, else this machine\'s).' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config set" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config set" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast config unset" -eq 1' -fka 'selfballooning estimator selfballoon-interval selfballoon-downhysteresis selfballoon-uphysteresis selfballoon-reserved-mb selfballoon-min-usable-mb dynamic-min-mb dynamic-max-mb frontswap-selfshrinking frontswap-hysteresis frontswap-inertia meminfo-node weight max-buffer-pages buffer-squeeze-duration-ms urgent-rate stall-threshold-us direction-block-ms host-reserve-mb surplus idle-tax dom0-managed dom0-floor-mb hold-seconds maxmem-slack-kb stuck-after-ms uncooperative-after-ms reservation-patience-ms dom0-stall-threshold-us'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config unset" domain' -l 'domain' -d 'For one domain, by its name, its domid or its uuid.' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config unset" json' -l 'json' -d 'Answer with JSON, for programs; sizes are in KiB.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config unset" socket' -l 'socket' -d 'Where xenstored listens, to reach a simulated host (default: XENSTORED_PATH, else this machine\'s).' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config unset" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config unset" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config export" json' -l 'json' -d 'Answer with JSON, for programs; sizes are in KiB.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config export" socket' -l 'socket' -d 'Where xenstored listens, to reach a simulated host (default: XENSTORED_PATH, else this machine\'s).' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config export" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config export" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast config check" -eq 1' -fa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config check" json' -l 'json' -d 'Answer with JSON, for programs; sizes are in KiB.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config check" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast config check" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast limits" min' -l 'min' -d 'What the domain always keeps, such as 256M.' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast limits" max' -l 'max' -d 'What the domain never exceeds, such as 2G.' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast limits" json' -l 'json' -d 'Answer with JSON, for programs; sizes are in KiB.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast limits" socket' -l 'socket' -d 'Where xenstored listens, to reach a simulated host (default: XENSTORED_PATH, else this machine\'s).' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast limits" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast limits" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast hold" for' -l 'for' -d 'For how long, such as 30m or 2h (default: until it is released).' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast hold" json' -l 'json' -d 'Answer with JSON, for programs; sizes are in KiB.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast hold" socket' -l 'socket' -d 'Where xenstored listens, to reach a simulated host (default: XENSTORED_PATH, else this machine\'s).' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast hold" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast hold" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast release" json' -l 'json' -d 'Answer with JSON, for programs; sizes are in KiB.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast release" socket' -l 'socket' -d 'Where xenstored listens, to reach a simulated host (default: XENSTORED_PATH, else this machine\'s).' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast release" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast release" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast reserve" range' -l 'range' -d 'Take up to so much if it can be had.' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast reserve" for' -l 'for' -d 'The domain that it is for.' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast reserve" timeout' -l 'timeout' -d 'When the reservation lapses, and how long to wait for it, such as 90s or 10m.' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast reserve" release' -l 'release' -d 'Give a reservation back instead.' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast reserve" json' -l 'json' -d 'Answer with JSON, for programs; sizes are in KiB.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast reserve" socket' -l 'socket' -d 'Where xenstored listens, to reach a simulated host (default: XENSTORED_PATH, else this machine\'s).' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast reserve" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast reserve" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast create" -eq 1' -F
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast create" xl' -l 'xl' -d 'The program that starts the guest.' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast create" dry-run' -l 'dry-run' -d 'Print what the guest needs, and do nothing.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast create" timeout' -l 'timeout' -d 'When the reservation lapses, and how long to wait for it, such as 90s or 10m.' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast create" json' -l 'json' -d 'Answer with JSON, for programs; sizes are in KiB.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast create" socket' -l 'socket' -d 'Where xenstored listens, to reach a simulated host (default: XENSTORED_PATH, else this machine\'s).' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast create" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast create" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast squeeze" json' -l 'json' -d 'Answer with JSON, for programs; sizes are in KiB.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast squeeze" socket' -l 'socket' -d 'Where xenstored listens, to reach a simulated host (default: XENSTORED_PATH, else this machine\'s).' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast squeeze" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast squeeze" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast doctor" json' -l 'json' -d 'Answer with JSON, for programs; sizes are in KiB.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast doctor" socket' -l 'socket' -d 'Where xenstored listens, to reach a simulated host (default: XENSTORED_PATH, else this machine\'s).' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast doctor" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast doctor" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast metrics" json' -l 'json' -d 'Answer with JSON, for programs; sizes are in KiB.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast metrics" socket' -l 'socket' -d 'Where xenstored listens, to reach a simulated host (default: XENSTORED_PATH, else this machine\'s).' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast metrics" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast metrics" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast trace" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast trace" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast trace" -eq 1' -fa 'dump' -d 'Print the rounds, oldest first: the host, and each write with its reason.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast trace" -eq 1' -fa 'replay' -d 'Make the rounds\' plans again, and tell which of them come out otherwise.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast trace dump" -eq 1' -F
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast trace dump" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast trace dump" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_positional "ballast trace replay" -eq 1' -F
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast trace replay"' -l 'set' -d 'Another setting; DOMAIN/KEY=VALUE sets it for one domain.' -rfka 'selfballooning estimator selfballoon-interval selfballoon-downhysteresis selfballoon-uphysteresis selfballoon-reserved-mb selfballoon-min-usable-mb dynamic-min-mb dynamic-max-mb frontswap-selfshrinking frontswap-hysteresis frontswap-inertia meminfo-node weight max-buffer-pages buffer-squeeze-duration-ms urgent-rate stall-threshold-us direction-block-ms host-reserve-mb surplus idle-tax dom0-managed dom0-floor-mb hold-seconds maxmem-slack-kb stuck-after-ms uncooperative-after-ms reservation-patience-ms dom0-stall-threshold-us'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast trace replay" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast trace replay" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast simulate" plot' -l 'plot' -d 'Draw Ballast on the scenarios, as SVG files in the current directory.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast simulate" list' -l 'list' -d 'List the scenarios.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast simulate" markdown' -l 'markdown' -d 'Print tables as Markdown.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast simulate" soak' -l 'soak' -d 'Soak generated hosts with faults for so many decisions about a domain.' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast simulate" seed' -l 'seed' -d 'Decides everything that is left to chance.' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast simulate" trace' -l 'trace' -d 'Replay a recorded load, and the named scenarios after it.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'csv\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast simulate" host-memory' -l 'host-memory' -d 'The memory of the host that replays, in MiB.' -rfka ''
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast simulate" version' -l 'version' -d 'Show the version.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast simulate" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ballast' -n '__ballast_should_offer_completions_for_flags_or_options "ballast help" version' -l 'version' -d 'Show the version.'
