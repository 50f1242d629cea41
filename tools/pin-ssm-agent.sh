#!/usr/bin/env bash
# tools/pin-ssm-agent.sh KEY [amd64|arm64]: prints the setting `ssmAgent` for the newest package of AWS's agent, if its signature is by
# AWS. KEY is a file with AWS's public key, from "Verifying the signature of SSM Agent" in the Systems Manager user guide. Needs curl
# and GnuPG. SSM_AGENT_URL is where the packages are, if not at AWS.
set -euo pipefail

(($# == 1 || $# == 2)) || { echo "Usage: tools/pin-ssm-agent.sh KEY [amd64|arm64]" >&2; exit 2; }
key=$1
architecture=${2:-amd64}
url=${SSM_AGENT_URL:-https://s3.amazonaws.com/ec2-downloads-windows/SSMAgent}
[[ $architecture == amd64 || $architecture == arm64 ]] || { echo "The architecture is amd64 or arm64, not $architecture." >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
get() { curl --fail --silent --show-error --location --connect-timeout 10 --max-time 300 --output "$work/$2" "$url/$1"; }

gpg --homedir "$work" --batch --quiet --dearmor --output "$work/key.gpg" "$key" ||
  { echo "$key has no public key in it. Copy the block that begins with -----BEGIN PGP PUBLIC KEY BLOCK-----." >&2; exit 1; }
get latest/VERSION version
version=$(tr -d '[:space:]' <"$work/version")
[[ $version =~ ^[0-9]+(\.[0-9]+){3}$ ]] || { echo "$url/latest/VERSION isn't a version." >&2; exit 1; }
echo "Checking amazon-ssm-agent $version …" >&2
get "$version/debian_$architecture/amazon-ssm-agent.deb" package
get "$version/debian_$architecture/amazon-ssm-agent.deb.sig" signature
gpgv --quiet --keyring "$work/key.gpg" "$work/signature" "$work/package" >&2 ||
  { echo "The package isn't signed by the key in $key. If AWS has a newer key, copy that. If not, don't use the package." >&2; exit 1; }
read -r sha256 _ < <(sha256sum "$work/package")
echo "ssmAgent: { version: '$version', sha256: '$sha256' },"
