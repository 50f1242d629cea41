# shellcheck shell=bash
# Whether a repository exists at an SSH host, by ssh's exit codes: git exits with 128 for everything.

# True when it doesn't exist, or not for our key; false when it does, or that isn't known.
is_missing_by_ssh() {
  local user host port path code
  if [[ $CLONE_URL =~ ^ssh://(([A-Za-z0-9_][A-Za-z0-9._-]*)@)?([A-Za-z0-9][A-Za-z0-9.-]*)(:([0-9]{1,5}))?(/.*)$ ]]; then
    user=${BASH_REMATCH[2]:-git} host=${BASH_REMATCH[3]} port=${BASH_REMATCH[5]:-22} path=${BASH_REMATCH[6]}
  elif [[ $CLONE_URL =~ ^([a-z_][a-z0-9_-]*)@([A-Za-z0-9][A-Za-z0-9.-]*):(.*)$ ]]; then
    user=${BASH_REMATCH[1]} host=${BASH_REMATCH[2]} port=22 path=${BASH_REMATCH[3]}
  else
    return 1
  fi
  open_by_ssh "$user" "$host" "$port" "$path" && return 1
  code=$?
  if ((code != 255)); then return 0; fi
  # 255: not authenticated, or not reached. A key that was added a moment ago may not work everywhere yet.
  if ! speaks_ssh "$host" "$port"; then return 1; fi
  sleep 3
  open_by_ssh "$user" "$host" "$port" "$path" && return 1
  code=$?
  ((code != 255)) || speaks_ssh "$host" "$port"
}

# Opens the repository and asks for nothing. ssh(1) exits with the command's code, or with 255 for its own errors.
open_by_ssh() {
  as_deploy 30 ssh -F /opt/pokopoko/ssh/config -T -p "$3" -l "$1" -- "$2" "git-upload-pack '$4'" <<<0000 >/dev/null 2>>"$OUTPUT"
}

# Does an SSH server answer there (RFC 4253, section 4.2)?
speaks_ssh() {
  local line
  line=$(timeout 10 bash -c 'exec 3<>"/dev/tcp/$1/$2" && IFS= read -r -u 3 line && printf "%s" "$line"' - "$1" "$2" 2>/dev/null) || return 1
  [[ $line == SSH-* ]]
}
