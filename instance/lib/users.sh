# shellcheck shell=bash
# Accounts. `deploy` owns the clone and its key, `app` runs what the repository brings, `hook` listens for pushes:
# neither of the last two can read the clone's key. The team's members are in the group `testsite`, and only they.
declare -r TEAM=testsite

# has_line FILE NAME: is there such an account or group? Saves a process each.
has_line() {
  local line
  while IFS= read -r line; do if [[ $line == "$2":* ]]; then return 0; fi; done <"$1"
  return 1
}

make_accounts() {
  local account
  for account in deploy app hook; do
    if has_line /etc/passwd "$account"; then continue; fi
    quiet useradd --system --user-group --create-home --home-dir "/var/lib/$account" --shell /usr/sbin/nologin --password '*' "$account"
    changed users
  done
  if ! has_line /etc/group "$TEAM"; then
    quiet groupadd --system "$TEAM"
    changed users
  fi
}

# Gives exactly the document's members access; without a list, nothing changes.
set_members() {
  make_directory "$CONFIG/keys" 0755 root:root
  if [[ $KEEP_MEMBERS == true ]]; then return 0; fi
  local index member
  local -A wanted=()
  for index in "${!MEMBERS[@]}"; do
    # Not a system account of the same name.
    member=$(account_for "${MEMBERS[index]}")
    wanted[$member]=1
    enable_member "$member" "${MEMBER_KEYS[index]}"
  done
  local team
  team=$(getent group "$TEAM")
  IFS=, read -ra team <<<"${team##*:}"
  for member in "${team[@]}"; do
    if [[ -z ${wanted[$member]:-} ]]; then disable_member "$member"; fi
  done
  set_sudo
}

account_for() {
  local member=$1
  if has_line /etc/passwd "$member" && ! has_account_of_ours "$member"; then member=gh_${member:0:29}; fi
  printf '%s' "$member"
}

# Did we create the account?
has_account_of_ours() { [[ -e $STATE/members/$1 ]]; }

enable_member() {
  local member=$1 keys=$2
  make_directory "$STATE/members" 0755 root:root
  if ! has_line /etc/passwd "$member"; then
    # `*` and not `!`: sshd without PAM takes the latter for a locked account.
    quiet useradd --create-home --shell /bin/bash --password '*' --groups "$TEAM,app" "$member"
    : >"$STATE/members/$member"
    changed users
  elif [[ ! -e $CONFIG/keys/$member ]]; then
    quiet usermod --expiredate '' --append --groups "$TEAM,app" "$member"
    changed users
  fi
  if write_file "$CONFIG/keys/$member" 0644 root:root <<<"${keys%$'\n'}"; then changed users; fi
}

# Ends open sessions, too. The home directory stays in case they come back.
disable_member() {
  rm -f -- "$CONFIG/keys/$1"
  quiet usermod --expiredate 1 "$1"
  quiet gpasswd --delete "$1" "$TEAM"
  end_sessions "$1"
  changed users
}

# With what they run as `app`: sudo's processes aren't theirs.
end_sessions() {
  local found pids
  mapfile -t pids < <(pgrep -u "$1" || true)
  found=("${pids[@]}")
  while ((${#found[@]} > 0)); do
    mapfile -t found < <(pgrep -P "$(IFS=,; printf '%s' "${found[*]}")" || true)
    pids+=("${found[@]}")
  done
  if ((${#pids[@]} > 0)); then kill -KILL "${pids[@]}" 2>/dev/null || true; fi
  pkill -KILL -u "$1" || true
}

set_sudo() {
  if [[ $SUDO == true ]]; then
    if write_file /etc/sudoers.d/testsite 0440 root:root <<<"%$TEAM ALL=(ALL) NOPASSWD: ALL"; then changed users; fi
  elif [[ -e /etc/sudoers.d/testsite ]]; then
    rm -f /etc/sudoers.d/testsite
    changed users
  fi
}
