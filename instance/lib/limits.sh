# shellcheck shell=bash
# What the repository brings leaves room for sshd, nginx and the agent: under systemd by control groups, and by a limit of processes
# (bin/process). A container's engine limits all of it.
declare -r LIMITS_UNIT=/etc/systemd/system/supervisor.service.d/testsite.conf
declare -r RESERVED_MB=160 MAX_TASKS=3000

# Programs, builds of pushes, and the listener are in Supervisor's group. Without OOMPolicy, systemd would end all of them when memory runs out
# for one (systemd.service(5)).
limit_programs() {
  local property text='[Service]'
  if ! is_systemd; then return 0; fi
  for property in $(group_limits) OOMPolicy=continue; do text+=$'\n'$property; done
  make_directory "${LIMITS_UNIT%/*}" 0755 root:root
  MARK=limits write_file "$LIMITS_UNIT" 0644 root:root <<<"$text" || true
  if is_pending limits; then
    quiet systemctl daemon-reload
    clear_pending limits
    changed limits
  fi
}

# Swap comes on top of the memory.
group_limits() {
  local mb
  mb=$(awk '$1 == "MemTotal:" {print int($2 / 1024)}' /proc/meminfo)
  printf '%s\n' "MemoryMax=$((mb > 4 * RESERVED_MB ? mb - RESERVED_MB : mb * 3 / 4))M" "TasksMax=$MAX_TASKS" CPUWeight=50
}

# Sets LIMITED to what a build or release command is started with by a job that isn't Supervisor's: a group of its own with the same limits.
find_limits() {
  local property
  LIMITED=()
  if ! is_systemd || [[ $(</proc/self/cgroup) == */supervisor.service* ]]; then return 0; fi
  LIMITED=(systemd-run --quiet --scope --collect)
  for property in $(group_limits); do LIMITED+=("--property=$property"); done
}

# Processes of `app`: with as many as bin/process allows, no new release could start, and so none that mends it.
declare -r CROWDED=1000
MADE_ROOM=''
make_room() {
  if (($(pgrep -c -u app || true) < CROWDED)); then return 0; fi
  MADE_ROOM=1
  echo 'The programs have started very many processes, and are stopped.' >>"$OUTPUT"
  supervisor_call stopProcessGroup app >/dev/null
  supervisor_call stopProcess "app-web-$(active_slot)" >/dev/null
  as_app_itself kill -KILL -1 || true
}

# The release didn't start.
restart_stopped() {
  if [[ -z $MADE_ROOM ]]; then return 0; fi
  supervisor_call startProcessGroup app 0 >/dev/null
  supervisor_call startProcess "app-web-$(active_slot)" 0 >/dev/null
}
