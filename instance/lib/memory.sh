# shellcheck shell=bash
# Memory of builds. They have no limit of their own: a small machine has hardly more than some builds need. When it runs out, the kernel
# ends the build first (see as_app), and not the database or what visitors see.

# What compilers and runtimes say when they are refused memory.
declare -r OUT_OF_MEMORY='heap out of memory|Cannot allocate memory|ENOMEM|std::bad_alloc|MemoryError|NoMemoryError|failed to allocate memory'

# Sets MEMORY_MB to what the machine has.
find_memory() {
  local name kb
  while read -r name kb _; do if [[ $name == MemTotal: ]]; then MEMORY_MB=$((kb / 1024)); return 0; fi; done </proc/meminfo
}

# Prints how many of the machine's processes the kernel has ended for want of memory: in a container, those of its own control groups.
memory_kills() {
  local line lines old=/sys/fs/cgroup/memory kills=0
  if [[ -f $old/memory.oom_control ]]; then
    mapfile -t lines < <(grep -rhs --include=memory.oom_control '^oom_kill ' "$old" || true)
  elif [[ -f /sys/fs/cgroup/memory.events ]]; then mapfile -t lines </sys/fs/cgroup/memory.events
  else mapfile -t lines </proc/vmstat; fi
  for line in "${lines[@]}"; do if [[ $line == 'oom_kill '* ]]; then kills=$((kills + ${line#* })); fi; done
  printf '%d' "$kills"
}

# ran_out_of_memory EXIT_CODE KILLS LOG: has it failed for want of memory? KILLS are those before. Package managers often hide how their
# commands ended, and a signal alone may have come from anybody.
ran_out_of_memory() {
  local kills
  kills=$(memory_kills)
  ((${kills:-0} > ${2:-0})) || [[ -z $2 && $1 == 137 ]] || tail -c "$MAX_LOG_BYTES" -- "$3" | grep -Eq -- "$OUT_OF_MEMORY"
}

# For people, after a log.
describe_memory() {
  local file limit mb
  find_memory
  mb=$MEMORY_MB
  for file in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
    if [[ -f $file ]]; then limit=$(<"$file"); else limit=''; fi
    if [[ $limit == +([0-9]) ]] && ((limit / 1048576 < mb)); then mb=$((limit / 1048576)); fi
  done
  printf '\nOut of memory: the machine has %d MB.\n' "$mb"
}
