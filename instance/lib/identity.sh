# shellcheck shell=bash
# What tells a machine from one that was made of its image: machine id, host name and disk are the same on both.
machine_identity() {
  local line tag=/sys/class/dmi/id/board_asset_tag uuid=/sys/class/dmi/id/product_uuid instance=/var/lib/cloud/data/instance-id
  if [[ -e /run/systemd/container || -e /run/.containerenv || -e /.dockerenv ]]; then
    # Engines mount a file of the container's own, below a directory named by its id, over /etc/hostname.
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
