# shellcheck shell=bash
# put FILE MODE OWNER:GROUP <TEXT: writes it unless it is there already, all at once. False when nothing had to be written.
put() {
  local file=$1 mode=$2 owner=$3 new old=''
  IFS= read -r -d '' new || true
  if [[ -f $file && ! -L $file ]]; then IFS= read -r -d '' old <"$file" || true; fi
  if [[ -f $file && $new == "$old" ]]; then return 1; fi
  local draft=$file.new.$$
  # Callers ask whether it was written, where bash would pass over a failure.
  if [[ -n ${FOR:-} ]]; then owe "$FOR"; fi
  { (umask 077 && printf '%s' "$new" >"$draft") && chown -- "$owner" "$draft" && chmod -- "$mode" "$draft" && mv -fT -- "$draft" "$file"; } ||
    fail unexpected "$file could not be written. Is the disk full?"
}

# What was written for a program and is not in force yet. Kept on disk, so that a job that is cut off, or that the
# program refuses, is made up for by the next one. `FOR=nginx put …` owes nginx a reload where it writes.
owe() { : >"$STATE/owed-$1"; }
is_owed() { [[ -e $STATE/owed-$1 ]]; }
settle() { rm -f -- "$STATE/owed-$1"; }

# make_directory DIRECTORY MODE OWNER:GROUP
make_directory() {
  if [[ -d $1 ]]; then return 0; fi
  install -d -m "$2" -o "${3%:*}" -g "${3#*:}" -- "$1"
}
