# shellcheck shell=bash
# Accounts. `deploy` owns the clone and its key, `app` runs what the repository brings, `hook` listens for pushes:
# neither of the last two can read the clone's key. The team's members are in the group `testsite`, and only they.
declare -r TEAM=testsite END_SESSIONS_S=20

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

# Members who could not get an account. One of them never stops the others.
WITHOUT_ACCOUNT=()

# Gives exactly the document's members access; without a list, nothing changes. Whoever leaves does so before anybody comes.
set_members() {
  make_directory "$CONFIG/keys" 0755 root:root
  make_directory "$STATE/members" 0755 root:root
  if [[ $KEEP_MEMBERS == true ]]; then return 0; fi
  local index member path
  local -A wanted=()
  for index in "${!MEMBERS[@]}"; do wanted[$(account_for "${MEMBERS[index]}")]=$index; done
  for path in "$STATE"/members/*; do
    member=${path##*/}
    if [[ -e $path && -z ${wanted[$member]:-} ]]; then dismiss_member "$member"; fi
  done
  for member in "${!wanted[@]}"; do
    index=${wanted[$member]}
    if ! enable_member "$member" "${MEMBER_KEYS[index]}"; then WITHOUT_ACCOUNT+=("${MEMBER_LOGINS[index]}"); fi
  done
  set_sudo
}

# Not an account or group of the system, whatever the image brings.
account_for() {
  local member=$1
  if ! has_account_of_ours "$member" && { has_line /etc/passwd "$member" || has_line /etc/group "$member"; }; then member=gh_${member:0:29}; fi
  printf '%s' "$member"
}

# Did we create the account?
has_account_of_ours() { [[ -e $STATE/members/$1 ]]; }

enable_member() {
  local member=$1 keys=$2
  if ! has_account_of_ours "$member"; then
    # `*` and not `!`: sshd without PAM takes the latter for a locked account.
    quiet useradd --create-home --user-group --shell /bin/bash --password '*' --groups "$TEAM,app" "$member" || return
    : >"$STATE/members/$member"
    changed users
  elif [[ ! -e $CONFIG/keys/$member ]]; then
    quiet usermod --expiredate '' --append --groups "$TEAM,app" "$member" || return
    changed users
  fi
  if write_file "$CONFIG/keys/$member" 0644 root:root <<<"${keys%$'\n'}"; then changed users; fi
}

# What they have running ends, too, now or in a later job. The home directory stays in case they come back.
dismiss_member() {
  local member=$1
  if [[ -e $CONFIG/keys/$member ]]; then
    rm -f -- "$CONFIG/keys/$member"
    changed users
    quiet usermod --expiredate 1 "$member" || true
    quiet gpasswd --delete "$member" "$TEAM" || true
  fi
  remove_schedules "$member"
  end_sessions "$member"
}

# What would start something for them later: cron, at, and systemd's lingering.
remove_schedules() {
  local job
  rm -f -- "/var/spool/cron/crontabs/$1" "/var/lib/systemd/linger/$1"
  for job in /var/spool/cron/atjobs/*; do
    if [[ -f $job && $(stat -c %U -- "$job") == "$1" ]]; then rm -f -- "$job"; fi
  done
}

# Their slice has what they run as `app`, too, in the background or not. All processes of a user are ended by one system call: one at a time,
# new ones would be started meanwhile.
end_sessions() {
  local uid until_s=$((SECONDS + END_SESSIONS_S))
  uid=$(id -u -- "$1") || return 0
  while has_processes "$uid"; do
    if is_systemd; then quiet systemctl kill --signal=KILL "user-$uid.slice" || true; fi
    end_children_as_app "$uid"
    quiet setpriv --reuid "$uid" --regid "$uid" --clear-groups kill -KILL -- -1 || true
    if ((SECONDS > until_s)); then fail unexpected "Processes of $1 don't end."; fi
    sleep 0.05
  done
}

has_processes() { pgrep --uid "$1" >/dev/null || { is_systemd && [[ -n $(slice_processes "$1") ]]; }; }

slice_processes() {
  find "/sys/fs/cgroup/user.slice/user-$1.slice" "/sys/fs/cgroup/systemd/user.slice/user-$1.slice" -name cgroup.procs -exec cat {} + 2>/dev/null || true
}

# Without systemd: sudo's processes aren't theirs.
end_children_as_app() {
  local found pids=()
  mapfile -t found < <(pgrep --uid "$1" || true)
  while ((${#found[@]} > 0)); do
    mapfile -t found < <(pgrep --parent "$(IFS=,; printf '%s' "${found[*]}")" || true)
    pids+=("${found[@]}")
  done
  if ((${#pids[@]} > 0)); then kill -KILL "${pids[@]}" 2>/dev/null || true; fi
}

set_sudo() {
  if [[ $SUDO == true ]]; then
    if write_file /etc/sudoers.d/testsite 0440 root:root <<<"%$TEAM ALL=(ALL) NOPASSWD: ALL"; then changed users; fi
  elif [[ -e /etc/sudoers.d/testsite ]]; then
    rm -f /etc/sudoers.d/testsite
    changed users
  fi
}
