/**
 * Debian's images come without the agent that runs our jobs, and without curl, with which jobs are fetched; Ubuntu's and
 * images of ours have both, and lose a millisecond here. The package is where "Manually installing SSM Agent on Debian
 * Server instances" in the Systems Manager user guide has it; `amd64` and `arm64` are Debian's own words.
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
  "https://s3.amazonaws.com/ec2-downloads-windows/SSMAgent/latest/debian_$(dpkg --print-architecture)/amazon-ssm-agent.deb"
dpkg --install "$package"
systemctl enable --now amazon-ssm-agent
`

/**
 * Tells the address in $1 that the machine is there, by its instance id. In the background: cloud-init, and whoever waits for it, does not
 * wait for an address that drops packets. Its own `phone_home` would: it knows no time limit, and its tries take minutes.
 */
const PHONE_HOME = `curl --silent --output /dev/null --connect-timeout 5 --max-time 10 --retry 8 --retry-all-errors --retry-max-time 120 \\
  --data-urlencode "instance_id=$(cat /var/lib/cloud/data/instance-id)" "$1" </dev/null >/dev/null 2>&1 &
`

/**
 * What cloud-init does at a machine's first start, as RunInstances takes it: sees to the agent, then tells `phoneHomeUrl` that it is there
 * (`runcmd`, whose commands follow each other, failed or not; https://cloudinit.readthedocs.io). It holds no secret: all programs on the
 * machine can read it. The same order gives the same text, else EC2 would refuse the order's token.
 */
export function userData(phoneHomeUrl: string | undefined): string {
  const config = {
    runcmd: [
      ['sh', '-c', INSTALL_AGENT],
      ...(phoneHomeUrl === undefined ? [] : [['sh', '-c', PHONE_HOME, 'sh', phoneHomeUrl]]),
    ],
  }
  // JSON is YAML: nothing needs escaping.
  return Buffer.from(`#cloud-config\n${JSON.stringify(config)}\n`).toString('base64')
}
