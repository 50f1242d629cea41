# shellcheck shell=bash
# Files, directories and pipes, and what a program still has to take over.

# write_file FILE MODE OWNER:GROUP <TEXT: writes it in one step, unless that text is there already. False when nothing was written.
# `MARK=nginx write_file …` marks nginx as pending where it writes.
write_file() {
  # No more of the old text than that: some files are `app`'s, and could be endless.
  local file=$1 mode=$2 owner=$3 new old='' mask
  IFS= read -r -d '' new || true
  if [[ -f $file && ! -L $file ]]; then IFS= read -r -d '' -n $((${#new} + 1)) old <"$file" || true; fi
  if [[ -f $file && $new == "$old" ]]; then return 1; fi
  local draft=$file.new.$$
  if [[ -n ${MARK:-} ]]; then mark_pending "$MARK"; fi
  # It's made with MODE, and by root: a process for each would take longer than all else here.
  printf -v mask '%03o' $((0777 & ~mode))
  umask "$mask"
  # Callers ask whether it was written, and there bash ignores a command that fails.
  if ! { printf '%s' "$new" >"$draft" && { [[ $owner == root:root ]] || chown -- "$owner" "$draft"; } && mv -fT -- "$draft" "$file"; }; then
    umask 022
    fail unexpected "$file could not be written. Is the disk full?"
  fi
  umask 022
}

# Pending: written for a program, and not in force yet. It's kept on disk, so that the next job makes up for one that was
# cut off, or whose files the program refused. Older versions named these files, too.
mark_pending() { : >"$STATE/owed-$1"; }
is_pending() { [[ -e $STATE/owed-$1 ]]; }
clear_pending() { if is_pending "$1"; then rm -f -- "$STATE/owed-$1"; fi; }

# make_directory DIRECTORY MODE OWNER:GROUP
make_directory() {
  if [[ -d $1 ]]; then return 0; fi
  install -d -m "$2" -o "${3%:*}" -g "${3#*:}" -- "$1"
}

# make_own_directories DIRECTORY…: root's, which anybody may enter; in one process.
make_own_directories() {
  local directory missing=()
  for directory; do if [[ ! -d $directory ]]; then missing+=("$directory"); fi; done
  if ((${#missing[@]} > 0)); then install -d -m 0755 -o root -g root -- "${missing[@]}"; fi
}

# make_pipe PATH MODE OWNER:GROUP: one that wakes a program under Supervisor. Where there is one, it's complete.
make_pipe() {
  if [[ -p $1 ]]; then return 0; fi
  local draft=$1.new.$$
  make_directory "$RUNTIME" 0755 root:root
  mkfifo -m "$2" -- "$draft"
  chown -- "$3" "$draft"
  mv -fT -- "$draft" "$1"
}

# await_port PORT: returns when a program of the machine listens there, or after five seconds.
await_port() {
  local tries
  for tries in {1..500}; do
    if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return 0; fi
    sleep 0.01
  done
}

# write_to_pipe PATH LINE: doesn't wait for a reader.
write_to_pipe() { if [[ -p $1 ]]; then printf '%s\n' "$2" 1<>"$1"; fi; }
