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

# Each machine has host keys of its own, although images carry those of the machine that they were made of.
renew_host_keys() {
  local identity
  identity=$(machine_identity)
  if [[ -f $STATE/identity && $(<"$STATE/identity") == "$identity" && -f /etc/ssh/ssh_host_ed25519_key ]]; then return 0; fi
  # Owed before anything is written: what is cut off here is begun anew.
  owe sshd
  rm -f -- "$STATE/identity" /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub
  quiet ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key
  quiet ssh-keygen -q -t ecdsa -N '' -f /etc/ssh/ssh_host_ecdsa_key
  printf '%s\n' "$identity" >"$STATE/identity"
}

# Open sessions stay. A socket-activated sshd, as on Ubuntu 24.04, must not open its socket anew as it would on SIGHUP: it
# is started again by systemd, which keeps the socket.
reload_sshd() {
  if [[ -e /etc/systemd/system/sockets.target.wants/ssh.socket || -e /etc/systemd/system/ssh.service.requires/ssh.socket ]]; then
    quiet systemctl try-restart ssh.service
  elif [[ -f /run/sshd.pid ]]; then
    kill -HUP "$(</run/sshd.pid)" 2>/dev/null || true
  fi
}
