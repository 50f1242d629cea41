# shellcheck shell=bash
# Keys only, and for the team only those that were given: nobody can add one of their own.
set_up_sshd() {
  renew_host_keys
  # The first value counts, and images bring files whose names begin with numbers.
  FOR=sshd put /etc/ssh/sshd_config.d/00-testsite.conf 0644 root:root <<<"PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin no
Match Group $TEAM
  AuthorizedKeysFile $CONFIG/keys/%u" || true
  if is_owed sshd; then
    reload_sshd
    settle sshd
    changed sshd
  fi
}

# Each machine has host keys of its own, although images carry those of the machine that they were made of. A machine
# is known by its host name: containers and cloud instances have a new one each.
renew_host_keys() {
  if [[ -f $STATE/host && $(<"$STATE/host") == "$HOSTNAME" && -f /etc/ssh/ssh_host_ed25519_key ]]; then return 0; fi
  rm -f /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub
  quiet ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key
  quiet ssh-keygen -q -t ecdsa -N '' -f /etc/ssh/ssh_host_ecdsa_key
  printf '%s\n' "$HOSTNAME" >"$STATE/host"
  changed sshd
  reload_sshd
}

# Socket-activated ones read their configuration at each connection.
reload_sshd() {
  if [[ -f /run/sshd.pid ]]; then kill -HUP "$(</run/sshd.pid)" 2>/dev/null || true; fi
}
