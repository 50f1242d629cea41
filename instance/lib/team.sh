# shellcheck shell=bash
# What the team finds on the machine: the command `pokopoko`, and the message of the day.
declare -r MOTD=/etc/motd.d/testsite MAX_STACK_IN_MOTD=200

# The team may do as `app` what the app may do, and as root only what these files do. A terminal of its own for each, into which nobody else
# can type.
set_up_commands() {
  if [[ ! -L /usr/local/bin/pokopoko || ! /usr/local/bin/pokopoko -ef /opt/pokopoko/bin/pokopoko ]]; then
    ln -sfT /opt/pokopoko/bin/pokopoko /usr/local/bin/pokopoko
    changed commands
  fi
  if write_file /etc/sudoers.d/testsite-commands 0440 root:root <<<"Cmnd_Alias POKOPOKO = /opt/pokopoko/bin/run, /opt/pokopoko/bin/restart, /opt/pokopoko/bin/nginx-log, /opt/pokopoko/bin/status
Defaults!POKOPOKO env_reset, use_pty, !requiretty, secure_path=\"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\"
%$TEAM ALL=(app) NOPASSWD: /opt/pokopoko/bin/run
%$TEAM ALL=(root) NOPASSWD: /opt/pokopoko/bin/restart, /opt/pokopoko/bin/nginx-log, /opt/pokopoko/bin/status \"\""; then
    changed commands
  fi
}

# A deploy adds the stack. Untrusted: the repository's own build writes some of the stack's name.
write_motd() {
  local stack=''
  if [[ -n $STACK_LABEL ]]; then stack="${STACK_LABEL//[^[:print:]]/}" stack="${stack:0:MAX_STACK_IN_MOTD}"; fi
  make_directory "${MOTD%/*}" 0755 root:root
  write_file "$MOTD" 0644 root:root <<<"
  $SITE_NAME · $SITE_URL${stack:+
  $stack}

  pokopoko status | logs | restart | run COMMAND | env | db | help
" || true
}
