# shellcheck shell=bash
# Pipes in which a program under Supervisor is told that there is something to do.

# make_pipe PATH MODE OWNER:GROUP
make_pipe() {
  make_directory "$RUNTIME" 0755 root:root
  if [[ ! -p $1 ]]; then rm -f -- "$1"; mkfifo -m 0600 -- "$1"; fi
  chown -- "$3" "$1"
  chmod -- "$2" "$1"
}

# poke PATH LINE: nobody needs to be there to read it.
poke() { if [[ -p $1 ]]; then printf '%s\n' "$2" 1<>"$1"; fi; }
