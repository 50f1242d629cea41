# shellcheck shell=bash
# Only root reads the instance's credentials, which EC2 has at these addresses: whoever has them is the machine, to AWS.
declare -r METADATA_RULES=$CONFIG/metadata.nft METADATA_UNIT=/etc/systemd/system/testsite-metadata.service

# In place before anything of the repository runs, and at each boot before its programs. Containers have no such addresses.
protect_metadata() {
  if ! is_systemd || ! can_filter; then return 0; fi
  MARK=metadata write_file "$METADATA_RULES" 0644 root:root <<<"table inet testsite
delete table inet testsite
table inet testsite {
  chain output {
    type filter hook output priority filter
    ip daddr 169.254.169.254 meta skuid != 0 reject
    ip6 daddr fd00:ec2::254 meta skuid != 0 reject
  }
  chain forward {
    type filter hook forward priority filter
    ip daddr 169.254.169.254 reject
    ip6 daddr fd00:ec2::254 reject
  }
}" || true
  MARK=metadata write_file "$METADATA_UNIT" 0644 root:root <<<"[Unit]
Description=Keep the instance's credentials from all but root
DefaultDependencies=no
Before=network-pre.target supervisor.service
Wants=network-pre.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft -f $METADATA_RULES

[Install]
WantedBy=sysinit.target
RequiredBy=supervisor.service" || true
  # Whether or not somebody has removed them meanwhile.
  quiet nft -f "$METADATA_RULES"
  if is_pending metadata; then
    # systemd reads it at the next boot; until then, the rules are there.
    quiet systemctl --no-reload enable testsite-metadata.service
    clear_pending metadata
    changed metadata
  fi
}

# A container may have no say in its network, and none of EC2's addresses.
can_filter() { [[ ! -e /run/systemd/container ]] || quiet nft list tables; }
