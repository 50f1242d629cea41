# shellcheck shell=bash
# What the repository brings leaves room for sshd, nginx and the agent: under systemd by control groups, and by a limit of processes
# (bin/process). A container's engine limits all of it.
declare -r LIMITS_DIRECTORY=/etc/systemd/system/supervisor.service.d
declare -r RESERVED_MB=160 MAX_TASKS=3000

# Programs, builds of pushes, and the listener are in Supervisor's group. Without OOMPolicy, systemd would end all of them when memory runs out
# for one (systemd.service(5)). The same on all machines, so that a baked image has it, and systemd doesn't read its units anew.
limit_programs() {
  if ! is_systemd; then return 0; fi
  make_directory "$LIMITS_DIRECTORY" 0755 root:root
  MARK=limits write_file "$LIMITS_DIRECTORY/testsite.conf" 0644 root:root <<<"[Service]
TasksMax=$MAX_TASKS
CPUWeight=50
OOMPolicy=continue" || true
  if is_pending limits; then
    quiet systemctl daemon-reload
    clear_pending limits
    changed limits
  fi
}

# The file is for later boots.
limit_memory() {
  if ! is_systemd; then return 0; fi
  find_memory_limit
  MARK=memory write_file "$LIMITS_DIRECTORY/testsite-memory.conf" 0644 root:root <<<"[Service]
MemoryMax=$MEMORY_LIMIT" || true
  if is_pending memory; then
    quiet systemctl set-property --runtime supervisor.service "MemoryMax=$MEMORY_LIMIT"
    clear_pending memory
    changed limits
  fi
}

# Sets MEMORY_LIMIT. Swap comes on top of it.
find_memory_limit() {
  find_memory
  MEMORY_LIMIT=$((MEMORY_MB > 4 * RESERVED_MB ? MEMORY_MB - RESERVED_MB : MEMORY_MB * 3 / 4))M
}

# Sets LIMITED to what a build or release command is started with by a job that isn't Supervisor's: a group of its own with the same limits.
find_limits() {
  LIMITED=()
  if ! is_systemd || [[ $(</proc/self/cgroup) == */supervisor.service* ]]; then return 0; fi
  find_memory_limit
  LIMITED=(systemd-run --quiet --scope --collect --property="MemoryMax=$MEMORY_LIMIT" --property="TasksMax=$MAX_TASKS" --property=CPUWeight=50)
}

# Processes of `app`: with as many as bin/process allows, no new release could start, and so none that mends it.
declare -r CROWDED=1000
MADE_ROOM=''
make_room() {
  local tasks
  # All threads of the machine, which is quicker to know.
  IFS=' ' read -r _ _ _ tasks _ </proc/loadavg
  if ((${tasks#*/} < CROWDED)); then return 0; fi
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
