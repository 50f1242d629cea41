/**
 * Debian's images lack the agent that runs our jobs, and curl, which fetches them; Ubuntu's and our own images have both. The
 * package's address is from "Manually installing SSM Agent on Debian Server instances" in the Systems Manager user guide; `amd64`
 * and `arm64` are Debian's names. $1 is a version, or `latest`; a package that doesn't have the SHA-256 in $2 isn't installed.
 */
const INSTALL_AGENT = `set -eu
if ! command -v curl >/dev/null; then
  apt-get -q -y -o DPkg::Lock::Timeout=300 update
  apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends curl ca-certificates
fi
if systemctl cat amazon-ssm-agent.service snap.amazon-ssm-agent.amazon-ssm-agent.service 2>/dev/null | grep -q ExecStart; then
  exit 0
fi
package=$(mktemp --suffix .deb)
trap 'rm -f "$package"' EXIT
curl --fail --silent --show-error --location --connect-timeout 10 --max-time 120 --retry 5 --output "$package" \\
  "https://s3.amazonaws.com/ec2-downloads-windows/SSMAgent/$1/debian_$(dpkg --print-architecture)/amazon-ssm-agent.deb"
if [ -n "$2" ] && ! echo "$2  $package" | sha256sum --check --status; then
  echo "The package of amazon-ssm-agent $1 doesn't have the SHA-256 of the setting ssmAgent. It isn't installed." >&2
  exit 1
fi
dpkg --install "$package"
systemctl enable --now amazon-ssm-agent
`

/**
 * Posts the machine's instance id to the address in $1. In the background, so that cloud-init doesn't wait for an address that drops
 * packets; its own `phone_home` would, for minutes. More than once: the agent, which starts at the same time, may not be registered at the
 * first, and the next look would be up to a minute later.
 */
const PHONE_HOME = `for pause in 0 1 1 1 2 3; do
  sleep "$pause"
  curl --silent --output /dev/null --connect-timeout 5 --max-time 10 --retry 8 --retry-all-errors --retry-max-time 120 \\
    --data-urlencode "instance_id=$(cat /var/lib/cloud/data/instance-id)" "$1"
done </dev/null >/dev/null 2>&1 &
`

/** The package of AWS's agent that machines install, and no other. */
export interface SsmAgent {
  version: string
  /** In hexadecimal. */
  sha256: string
}

/**
 * User data for RunInstances: at the first boot, cloud-init installs the agent if needed, then reports to `phoneHomeUrl` (`runcmd`
 * runs both, even if the first fails; https://cloudinit.readthedocs.io). It has no secrets, since every program on the machine can
 * read it. The same order gives the same text, as the order's token requires.
 */
export function userData({
  phoneHomeUrl,
  ssmAgent = { version: 'latest', sha256: '' },
}: {
  phoneHomeUrl?: string | undefined
  ssmAgent?: SsmAgent | undefined
}): string {
  const config = {
    runcmd: [
      ['sh', '-c', INSTALL_AGENT, 'sh', ssmAgent.version, ssmAgent.sha256],
      ...(phoneHomeUrl === undefined ? [] : [['sh', '-c', PHONE_HOME, 'sh', phoneHomeUrl]]),
    ],
  }
  // JSON is YAML, and needs no escaping.
  return Buffer.from(`#cloud-config\n${JSON.stringify(config)}\n`).toString('base64')
}
