# shellcheck shell=bash
# All of lib, in the order in which files build on each other.
here=${BASH_SOURCE[0]%/*}
for name in strict result files packages document metadata users team sshd ssh-probe clone parts limits procfile memory swap stack app-json shared supervisor services programs web php environment front look last-use missing-page report picture progress logs nginx access webhook release restart settings prepare clean; do
  # shellcheck source=/dev/null
  source "$here/$name.sh"
done
unset here name
