# shellcheck shell=bash
# Memory of builds. They have no limit of their own: a small machine has hardly more than some builds need. When it runs out, the kernel
# ends the build first (see as_app), and not the database or what visitors see.

# What compilers and runtimes say when they are refused memory.
declare -r OUT_OF_MEMORY='heap out of memory|Cannot allocate memory|ENOMEM|std::bad_alloc|MemoryError|NoMemoryError|failed to allocate memory'

# Prints how many processes the kernel has ended for want of memory. In a container it counts others' as well, which hardly matters: that
# of a build that didn't fail isn't looked at.
memory_kills() { awk '$1 == "oom_kill" {print $2}' /proc/vmstat; }

# ran_out_of_memory EXIT_CODE KILLS LOG: has it failed for want of memory? KILLS are those before. Package managers often hide how their
# commands ended.
ran_out_of_memory() {
  (($1 == 137)) || [[ $(memory_kills) != "$2" ]] || tail -c "$MAX_LOG_BYTES" -- "$3" | grep -Eq -- "$OUT_OF_MEMORY"
}
