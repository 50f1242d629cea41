#!/usr/bin/env bash
# What the SSM document runs on a machine. SSM replaces the three words in double braces; the document allows for each only
# characters that end no quotation. What it says last is the job's result (lib/result.sh), and its only output.
set -euo pipefail
umask 077

entry='{{ entry }}'
bundle='{{ bundle }}'
document='{{ document }}'
home=/opt/pokopoko
# SSM cuts at 24,000 bytes. lib/result.sh says less than 17,000: 4,000 characters of log at the most, each of up to four bytes.
max_result=20000

work=$(mktemp -d /run/pokopoko-job.XXXXXX)
trap 'rm -rf -- "$work"' EXIT

# fail REASON MESSAGE
fail() {
  printf '{"ok":false,"reason":"%s","message":"%s","permanent":false,"log":""}\n' "$1" "$2"
  exit 1
}

# fetch ADDRESS FILE: the address is a key to what lies there, so it stays out of curl's arguments, which others can read.
fetch() {
  printf 'url = "%s"\noutput = "%s"\n' "$1" "$2" |
    curl --config - --fail --silent --show-error --retry 4 --connect-timeout 10 --max-time 120 2>/dev/null
}

# The bundle is named by its checksum: NAME.tar.gz, followed by the rest of the address. Other jobs may be running from the one
# that is there: they have it open, and the new one comes beside it before it takes its place.
unpack_bundle() {
  local checksum=${bundle%%\?*}
  checksum=${checksum##*/}
  checksum=${checksum%.tar.gz}
  exec 8>/run/pokopoko-bundle.lock
  flock -w 300 8 || return 1
  if [[ -f $home/.checksum && $(<"$home/.checksum") == "$checksum" ]]; then return 0; fi
  fetch "$bundle" "$work/bundle" || return 1
  sha256sum --check --status - <<<"$checksum  $work/bundle" || return 1
  rm -rf -- "$home.new" "$home.old" || return 1
  mkdir -m 755 -- "$home.new" || return 1
  tar --extract --gzip --no-same-owner --preserve-permissions --file "$work/bundle" --directory "$home.new" || return 1
  printf '%s\n' "$checksum" >"$home.new/.checksum" || return 1
  if [[ -e $home ]]; then mv -- "$home" "$home.old" || return 1; fi
  mv -- "$home.new" "$home" || return 1
  rm -rf -- "$home.old"
}

unpack_bundle || fail unexpected 'What runs on machines could not be fetched.'
exec 8>&-
fetch "$document" "$work/document" || fail unexpected 'The job could not be fetched.'
# Open, and on no disk any more: a job that is killed, at its time limit by SIGKILL, leaves no secrets behind.
exec 7<"$work/document"
rm -f -- "$work/document"

# As on a console: nothing of the agent's own settings reaches what the job starts.
umask 022
console=(env -i HOME=/root LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
status=0
"${console[@]}" "$home/bin/$entry" - <&7 7<&- >"$work/output" 2>/dev/null || status=$?
# Of a longer line its end comes, which is no result.
result=$(tail -c "$max_result" -- "$work/output" | tail -n 1 | tr -d '\000') || result=''
if [[ $result != '{"ok":'*'}' ]]; then fail no-result "The job ended with exit status $status and without a result."; fi
printf '%s\n' "$result"
exit "$status"
