# shellcheck shell=bash
# Accounts that the image's maker may log in to, one on a line, by the keys in their home.
declare -r SSH_USERS=$CONFIG/ssh-users

# For the team alone, and by the keys from GitHub alone: nobody can add one of their own, and no account that a program runs as gets anybody a
# tunnel. Ports of the machine itself may be forwarded, for databases and editors; nothing else, and nothing to the machine.
set_up_sshd() {
  renew_host_keys
  # sshd takes the first value, and images may bring files like 50-….conf.
  MARK=sshd write_file /etc/ssh/sshd_config.d/00-testsite.conf 0644 root:root <<<"AuthenticationMethods publickey
PasswordAuthentication no
KbdInteractiveAuthentication no
HostbasedAuthentication no
PermitRootLogin no
UsePAM yes
AllowGroups $TEAM
AuthorizedKeysFile $CONFIG/keys/%u
AuthorizedKeysCommand none
TrustedUserCAKeys none
AllowTcpForwarding local
PermitOpen 127.0.0.1:* localhost:* [::1]:*
AllowStreamLocalForwarding no
AllowAgentForwarding no
X11Forwarding no
PermitTunnel no$(other_logins)" || true
  if is_pending sshd; then
    reload_sshd
    clear_pending sshd
    changed sshd
  fi
}

# Inside `Match`, AllowGroups takes the place of the list above.
other_logins() {
  local user
  if [[ ! -f $SSH_USERS ]]; then return 0; fi
  while read -r user; do
    if [[ ! $user =~ ^[a-z_][a-z0-9_-]{0,31}$ ]]; then continue; fi
    printf '\nMatch User %s\n  AllowGroups *\n  AuthorizedKeysFile .ssh/authorized_keys' "$user"
  done <"$SSH_USERS"
}

# Each machine has its own host keys; an image still has those of the machine it was made of.
renew_host_keys() {
  local identity
  identity=$(machine_identity)
  if [[ -f $STATE/identity && $(<"$STATE/identity") == "$identity" && -f /etc/ssh/ssh_host_ed25519_key ]]; then return 0; fi
  # Before anything is written, so that the next job starts over if this one is cut off.
  mark_pending sshd
  rm -f -- "$STATE/identity" /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub
  quiet ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key
  quiet ssh-keygen -q -t ecdsa -N '' -f /etc/ssh/ssh_host_ecdsa_key
  printf '%s\n' "$identity" >"$STATE/identity"
}

# Open sessions stay. On SIGHUP, a socket-activated sshd (Ubuntu 24.04) would reopen its socket: systemd restarts it instead and
# keeps the socket.
reload_sshd() {
  if [[ -e /etc/systemd/system/sockets.target.wants/ssh.socket || -e /etc/systemd/system/ssh.service.requires/ssh.socket ]]; then
    quiet systemctl try-restart ssh.service
  elif [[ -f /run/sshd.pid ]]; then
    kill -HUP "$(</run/sshd.pid)" 2>/dev/null || true
  fi
}

# Tells a machine from one that was made of its image, which has the same machine id, host name and disk.
machine_identity() {
  local line tag=/sys/class/dmi/id/board_asset_tag uuid=/sys/class/dmi/id/product_uuid instance=/var/lib/cloud/data/instance-id
  if [[ -e /run/systemd/container || -e /run/.containerenv || -e /.dockerenv ]]; then
    # The engine mounts a file over /etc/hostname whose path has the container's id.
    while IFS= read -r line; do
      if [[ $line == *' /etc/hostname '* && $line =~ /([0-9a-f]{64})/ ]]; then printf 'container %s' "${BASH_REMATCH[1]}"; return 0; fi
    done </proc/self/mountinfo
    printf 'container %s' "$HOSTNAME"
  elif [[ -r $tag && $(<"$tag") == i-* ]]; then
    # The instance id, on Nitro (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/identify_ec2_instances.html).
    printf 'ec2 %s' "$(<"$tag")"
  elif [[ -r $instance ]]; then
    # Written by cloud-init at the first boot of each instance, before the network is up.
    printf 'cloud-init %s' "$(<"$instance")"
  elif [[ -r $uuid ]]; then
    printf 'dmi %s' "$(<"$uuid")"
  else
    printf 'machine-id %s' "$(<"/etc/machine-id")"
  fi
}
