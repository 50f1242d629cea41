# shellcheck shell=bash
# Every part, in the order in which they build on each other.
here=${BASH_SOURCE[0]%/*}
for name in strict result redact put lock pipe packages document users identity sshd reach clone procfile supervisor programs report nginx webhook release settings; do
  # shellcheck source=/dev/null
  source "$here/$name.sh"
done
unset here name
