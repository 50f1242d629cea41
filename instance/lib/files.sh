# shellcheck shell=bash
# Files, directories and pipes, and what a program still has to take over.

# write_file FILE MODE OWNER:GROUP <TEXT: writes it in one step, unless that text is there already. False when nothing was written.
# `MARK=nginx write_file …` marks nginx as pending where it writes.
write_file() {
  # No more of the old text than that: some files are `app`'s, and could be endless.
  local file=$1 mode=$2 owner=$3 new old=''
  IFS= read -r -d '' new || true
  if [[ -f $file && ! -L $file ]]; then IFS= read -r -d '' -n $((${#new} + 1)) old <"$file" || true; fi
  if [[ -f $file && $new == "$old" ]]; then return 1; fi
  local draft=$file.new.$$
  if [[ -n ${MARK:-} ]]; then mark_pending "$MARK"; fi
  # Callers ask whether it was written, and there bash ignores a command that fails.
  { (umask 077 && printf '%s' "$new" >"$draft") && chown -- "$owner" "$draft" && chmod -- "$mode" "$draft" && mv -fT -- "$draft" "$file"; } ||
    fail unexpected "$file could not be written. Is the disk full?"
}

# Pending: written for a program, and not in force yet. It's kept on disk, so that the next job makes up for one that was
# cut off, or whose files the program refused. Older versions named these files, too.
mark_pending() { : >"$STATE/owed-$1"; }
is_pending() { [[ -e $STATE/owed-$1 ]]; }
clear_pending() { rm -f -- "$STATE/owed-$1"; }

# make_directory DIRECTORY MODE OWNER:GROUP
make_directory() {
  if [[ -d $1 ]]; then return 0; fi
  install -d -m "$2" -o "${3%:*}" -g "${3#*:}" -- "$1"
}

# make_pipe PATH MODE OWNER:GROUP: one that wakes a program under Supervisor.
make_pipe() {
  make_directory "$RUNTIME" 0755 root:root
  if [[ ! -p $1 ]]; then rm -f -- "$1"; mkfifo -m 0600 -- "$1"; fi
  chown -- "$3" "$1"
  chmod -- "$2" "$1"
}

# write_to_pipe PATH LINE: doesn't wait for a reader.
write_to_pipe() { if [[ -p $1 ]]; then printf '%s\n' "$2" 1<>"$1"; fi; }
