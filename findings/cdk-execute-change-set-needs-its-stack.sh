#!/usr/bin/env bash
# aws-cdk 2.1148.1: `cdk deploy --method=execute-change-set` of an app with one stack fails unless that stack is named, while
# `--method=prepare-change-set` of the same app takes the one that there is. A guess from `cdk deploy --help`, where STACKS is optional,
# and from the README's example of the first step, leads to a deployment that is prepared and never executed.
# Seen: "--method=execute-change-set requires exactly one stack", exit status 1, before anything is asked of AWS; with the name given it goes
# on to look for credentials. Source of the two steps: aws-cdk's README, "Deployment methods". Run by hand; fails once this changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent aws-cdk@2.1148.1 aws-cdk-lib@2.276.0 constructs@10.8.1
cat >app.cjs <<'APP'
const { App, Stack } = require('aws-cdk-lib')
const { Queue } = require('aws-cdk-lib/aws-sqs')
const app = new App()
new Queue(new Stack(app, 'only', { env: { account: '123456789012', region: 'eu-central-1' } }), 'Queue')
APP
execute() {
  env -u AWS_PROFILE AWS_EC2_METADATA_DISABLED=true AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null CDK_DISABLE_CLI_TELEMETRY=1 \
    npx --no-install cdk deploy "$@" --app 'node app.cjs' --method execute-change-set --change-set-name prepared 2>&1 || true
}
npx --no-install cdk --version
unnamed=$(execute)
named=$(execute only)
grep -q 'requires exactly one stack' <<<"$unnamed"
if grep -q 'requires exactly one stack' <<<"$named"; then exit 1; fi
echo 'As it was: the stack has to be named.'
