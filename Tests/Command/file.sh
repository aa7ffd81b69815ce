# shellcheck shell=bash
# The configuration file of an agent on a simulated host. Sourced by main, whose helpers it uses, while no agent runs.
# shellcheck disable=SC2317,SC2154

# listed KEY VALUE FROM: whether config list has that row.
listed() {
    "$ballast" config list | tee "$work/said" | grep -E "^$1 +$2 +$3 "
}

# listed_below DOMAIN KEY VALUE FROM: whether config list has that row for a domain.
listed_below() {
    "$ballast" config list | sed -n "/^DOMAIN $1\$/,\$p" | tee "$work/said" | grep -E "^$2 +$3 +$4 "
}

# logged PATTERN: whether the agent's log has that.
logged() {
    tail -n 5 "$work/log"
    grep -q -- "$1" "$work/log"
}

file=$work/ballast.toml
printf 'weight = 0\nsurplus = "keep"\n\n[domain.web]\nweigh = 5\n' > "$file"
check "config check names the line, the key, the value and the range" \
    gives 65 'ballast.toml, line 1: weight: "0" is not allowed, it takes 1 to 10000' config check "$file"
check "and every other mistake" grep -q 'line 5: web/weigh: there is no such setting' "$work/said"
check "an agent does not start with such a file" gives 65 'line 5: web/weigh: there is no such setting' \
    run --simulated --socket "$XENSTORED_PATH" --config "$file"
check "nor with one that is not there" gives 66 'cannot read /no/such.toml' run --simulated --config /no/such.toml

printf 'weight = 150\nsurplus = "keep"\nidle-tax = 33\n\n[domain.web]\nweight = 300\nselfballooning = false\n' > "$file"
check "config check takes a right one" gives 0 'is right: settings: 5, domains: 1' config check "$file"
start --config "$file" --set urgent-rate=7
check "an agent starts with it" within 20 exists /tool/ballast/status/domain/1/goal
check "its settings are in force" within 5 is /tool/ballast/status/domain/1/state unmanaged
check "config list shows the file's" listed weight 150 file
check "and below its name those of a domain" listed_below web weight 300 file
check "and those of the command line" listed urgent-rate 7 'command line'
check "a setting in xenstore stands above the file" quietly 0 config set idle-tax 20
check "and config list shows it" listed idle-tax 20 xenstore
check "config unset lets the file's hold again" quietly 0 config unset idle-tax
check "as config get shows" gives 0 '^33$' config get idle-tax
check "config get knows a domain's" gives 0 '^300$' config get weight --domain web

printf 'weight = 160\n' > "$file"
kill -HUP "$agent"
check "SIGHUP reads the file again" within 5 listed weight 160 file
check "what has gone from it is no more in force" within 5 is /tool/ballast/status/domain/1/state balanced
printf 'weight = 170\nidle-tax = 100\n' > "$file"
kill -HUP "$agent"
check "a wrong file is refused" within 5 is /tool/ballast/errors/file/2 \
    "$file"', line 2: idle-tax: "100" is not allowed, it takes 0 to 99 percent'
check "the log says so" logged 'line 2: idle-tax: .*100.* is not allowed'
check "status shows it" gives 0 'line 2: idle-tax' status
check "and the last good one stays in force" listed weight 160 file
printf 'weight = 180\n' > "$file"
kill -HUP "$agent"
check "a mended file is in force" within 5 listed weight 180 file
check "and the refusal goes" within 5 missing /tool/ballast/errors/file

"$ballast" config set host-reserve-mb auto
"$ballast" config set surplus keep
"$ballast" config set dynamic-min-mb 200 --domain web
"$ballast" config set selfballooning 0 --domain 2
"$ballast" config export > "$work/exported.toml"
check "config export writes a file that is right" gives 0 'settings: 5, domains: 2' config check "$work/exported.toml"
check "SIGTERM ends the agent" ends TERM
start --config "$work/exported.toml"
check "an agent starts with the exported file" within 20 exists /tool/ballast/status/domain/1/goal
check "and its settings, exported again, are the same" diff "$work/exported.toml" <("$ballast" config export)
check "SIGTERM ends this one as well" ends TERM
