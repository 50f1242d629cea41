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
curl --fail --silent --show-error --location --retry 5 --output "$package" \\
  "https://s3.amazonaws.com/ec2-downloads-windows/SSMAgent/latest/debian_$(dpkg --print-architecture)/amazon-ssm-agent.deb"
dpkg --install "$package"
systemctl enable --now amazon-ssm-agent
`

/**
 * What cloud-init does at a machine's first start, as RunInstances takes it: sees to the agent, then tells `phoneHomeUrl`
 * that it is there (cloud-init's `phone_home` runs after `runcmd`; https://cloudinit.readthedocs.io). It holds no secret: all programs on
 * the machine can read it. The same order gives the same text, else EC2 would refuse the order's token.
 */
export function userData(phoneHomeUrl: string | undefined): string {
  const config = {
    runcmd: [['sh', '-c', INSTALL_AGENT]],
    ...(phoneHomeUrl !== undefined && { phone_home: { url: phoneHomeUrl, post: ['instance_id'], tries: 3 } }),
  }
  // JSON is YAML: nothing needs escaping.
  return Buffer.from(`#cloud-config\n${JSON.stringify(config)}\n`).toString('base64')
}
