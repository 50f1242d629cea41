#!/usr/bin/env bash
# The synthesized stack, looked at by cfn-lint, which knows what CloudFormation would refuse. `npm run test:aws` begins with it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tools/venv.sh

install_packages python3-venv
place=$(venv cfn-lint==1.58.0)
# An older stack of another name would be looked at as well.
rm -rf dist/cdk
npm run --silent synth
# W3005, a dependency that is said twice: the CDK has each function depend on its role, besides naming it.
"$place/bin/cfn-lint" --ignore-checks W3005 -- dist/cdk/*.template.json
echo 'cfn-lint minds nothing.'
