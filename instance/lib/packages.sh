# shellcheck shell=bash
# What a machine needs: command → Debian package. Only commands that the image lacks are installed.
declare -rA PACKAGE_OF=(
  [git]=git [nginx]=nginx-light [supervisord]=supervisor [webhook]=webhook [sshd]=openssh-server
  [jq]=jq [curl]=curl [sudo]=sudo [setpriv]=util-linux [pkill]=procps [ss]=iproute2
)

install_packages() {
  local command missing=()
  for command in "${!PACKAGE_OF[@]}"; do
    if ! type -P "$command" >/dev/null; then missing+=("${PACKAGE_OF[$command]}"); fi
  done
  # Puts each login with all that it starts into a slice of its own, by which it's ended.
  if is_systemd && [[ -z $(compgen -G '/usr/lib/*/security/pam_systemd.so') ]]; then missing+=(libpam-systemd); fi
  if is_systemd && ! type -P nft >/dev/null; then missing+=(nftables); fi
  if ((${#missing[@]} == 0)); then return 0; fi
  mask_webhook
  install_missing "${missing[@]}" ca-certificates
  if ! is_systemd; then start_daemons 9>&-; fi
  changed packages
}

# A package's own scripts may wait for something for ever.
declare -r PACKAGES_TIMEOUT_S=900

# install_missing PACKAGE…
install_missing() {
  echo "Installing $* …"
  # A machine that has just booted may still be updating itself.
  # An unknown name with a dot isn't a pattern, and nothing is removed for what comes.
  # Without a terminal of its own, dpkg ends with apt.
  local limit=(timeout --kill-after 10 "$PACKAGES_TIMEOUT_S") interrupted=(/var/lib/dpkg/updates/+([0-9]))
  local apt=("${limit[@]}" apt-get -q -y --no-remove -o APT::Cmd::Pattern-Only=true -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -o Dpkg::Use-Pty=0)
  # needrestart could restart the agent that runs this job.
  export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
  # apt refuses to go on after one that was cut off.
  if ((${#interrupted[@]} > 0)); then quiet "${limit[@]}" dpkg --force-confold --configure -a 9>&- || true; fi
  # 9>&-: a daemon that apt starts now would inherit the lock, and nginx would keep it.
  if ! update_lists "${apt[@]}" || ! quiet "${apt[@]}" install --no-install-recommends "$@" 9>&-; then
    fail packages-failed "These packages could not be installed: $*. Is the machine allowed to reach its package mirror?"
  fi
}

# install_stopped PACKAGE…: the same, but apt doesn't start what we start ourselves once it has its settings.
install_stopped() {
  local policy=/usr/sbin/policy-rc.d
  # An image may have one of its own.
  if [[ ! -e $policy ]] || grep -q pokopoko "$policy"; then
    TEMPORARY+=("$policy")
    printf '%s\n' '#!/bin/sh' '# While pokopoko installs packages.' 'case $1 in mariadb* | mysql* | postgresql* | redis* | php*-fpm*) exit 101 ;; esac' >"$policy"
    chmod 0755 "$policy"
  fi
  install_missing "$@"
  if [[ ${TEMPORARY[-1]} == "$policy" ]]; then rm -f -- "$policy"; unset 'TEMPORARY[-1]'; fi
}

# Debian's newest of what is installed; removes nothing.
upgrade_packages() {
  export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
  local apt=(timeout --kill-after 10 "$PACKAGES_TIMEOUT_S" apt-get -q -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confold)
  if ! update_lists "${apt[@]}" || ! quiet "${apt[@]}" upgrade --with-new-pkgs 9>&-; then
    fail packages-failed "Debian's updates could not be installed. Is the machine allowed to reach its package mirror?"
  fi
  quiet apt-get clean
}

# apt doesn't wait for the lock of its lists, and cloud-init may not have written the sources yet.
update_lists() {
  local until_s=$((SECONDS + 120))
  if type -P cloud-init >/dev/null; then quiet timeout 300 cloud-init status --wait || true; fi
  until quiet "$@" update; do
    if ((SECONDS > until_s)); then return 1; fi
    sleep 3
  done
}

is_systemd() { [[ -d /run/systemd/system ]]; }

# Debian's own unit would take the port of the listener that Supervisor runs.
mask_webhook() {
  if is_systemd && [[ ! -L /etc/systemd/system/webhook.service ]]; then
    ln -sfn /dev/null /etc/systemd/system/webhook.service
    if systemctl -q is-active webhook; then quiet systemctl stop webhook; fi
  fi
}

# Without systemd, nothing else starts what was just installed.
start_daemons() {
  if ! pgrep -x supervisord >/dev/null; then quiet supervisord -c /etc/supervisor/supervisord.conf; fi
  if ! pgrep -x nginx >/dev/null; then quiet nginx; fi
  if ! pgrep -x sshd >/dev/null; then
    make_directory /run/sshd 0755 root:root
    quiet /usr/sbin/sshd
  fi
}
