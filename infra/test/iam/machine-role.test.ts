import assert from 'node:assert/strict'
import { secretNames } from '../../../src/aws/secrets.ts'
import { aDeployment } from './deployment.ts'
import type { IamRequest } from './judge.ts'
import { arnOf } from './physical-ids.ts'
import { roleOf } from './policies.ts'
import * as ec2 from './requests/ec2.ts'
import { directly, keyUses, useKey, via } from './requests/keys.ts'
import * as elb from './requests/load-balancing.ts'
import { environmentsPath } from '../../../src/aws/environment-parameters.ts'
import * as other from './requests/others.ts'
import { siteTags } from './requests/tags.ts'
import { verdicts } from './verdicts.ts'

const deployment = await aDeployment()
const { config, bucketArn, tableArn, documentArn, zoneArn, volumeKeyArn } = deployment
const ours = siteTags(config.name)
const role = roleOf(deployment.stack, 'MachineRole')
const secrets = Object.values(secretNames).map((name) => `${config.secretsPath}/${name}`)
const secretArns = secrets.map((name) => arnOf('ssm', `parameter${name}`))

/** Source: Systems Manager, "ec2messages, ssmmessages, and other API operations". */
const AGENT = [
  'ec2messages:AcknowledgeMessage',
  'ec2messages:DeleteMessage',
  'ec2messages:FailMessage',
  'ec2messages:GetEndpoint',
  'ec2messages:GetMessages',
  'ec2messages:SendReply',
  'ssm:ListInstanceAssociations',
  'ssm:UpdateInstanceInformation',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
]
const OF_INSTANCE = /^ssm:/

/** What a site's program would try, with the credentials that it finds on its machine. */
const hostile: Record<string, IamRequest[]> = {
  'read our secrets, ten at once': other.getParameters(secrets),
  'read a secret of ours': secretArns.map((arn) => other.plain('ssm:GetParameter', arn)),
  'read all below our path': [other.plain('ssm:GetParametersByPath', arnOf('ssm', `parameter${config.secretsPath}`))],
  'read the environment of another site': other.getParameters([`${environmentsPath(config)}/site-2/key-2`]),
  'read what a secret was': secretArns.map((arn) => other.plain('ssm:GetParameterHistory', arn)),
  'read a stranger’s parameter': other.getParameters(['/payroll/database-password']),
  'read what commands were given': [other.plain('ssm:GetCommandInvocation'), other.plain('ssm:ListCommandInvocations')],
  'run a job on another machine': other.sendCommand(documentArn, ours, ec2.anInstance('pear')),
  'read the job of another site': [other.object('GetObject', bucketArn, 'documents/2.json')],
  'change the bundle that machines fetch': [other.object('PutObject', bucketArn, 'bundles/1.tar.gz')],
  'read a record': [
    other.item('GetItem', tableArn),
    other.item('BatchGetItem', tableArn),
    other.query(tableArn, 'keys-by-owner'),
  ],
  'change a record': [other.item('PutItem', tableArn)],
  'terminate another machine': [ec2.power(deployment, 'TerminateInstances', ours, ec2.anInstance('pear'))],
  'launch a machine': ec2.launch(deployment),
  'take an image of another machine': ec2.createImage(deployment, ours, ours, ec2.anInstance('pear')),
  'see which machines there are': [ec2.describeEc2('DescribeInstances')],
  'put itself behind another site': [elb.changeGroup('RegisterTargets', ours, elb.aTargetGroup('pear'))],
  'take the name of another site': [
    other.changeRecords(zoneArn, [{ action: 'UPSERT', name: `pear.${config.domain}`, type: 'A' }]),
  ],
  'use the key of volumes': keyUses.flatMap((action) =>
    [via('ec2'), directly].map((facts) => useKey(action, volumeKeyArn, facts)),
  ),
  'invoke a function': [
    other.plain('lambda:InvokeFunction', deployment.stack.get('AWS::Lambda::Function', 'Reconcile', 'Arn')),
  ],
}

describe("the machines' role", () => {
  it('lets the agent be reached by Run Command, and nothing else', async () => {
    assert.deepEqual(role.statements.flatMap(({ Action }) => Action).toSorted(), AGENT)
    const requests = AGENT.map((action) => other.plain(action, OF_INSTANCE.test(action) ? ec2.anInstance() : '*'))
    assert.deepEqual(new Set(await verdicts(role, requests)), new Set(['Allowed']))
  })

  for (const [title, requests] of Object.entries(hostile)) {
    it(`denies to ${title}`, async () => {
      assert.deepEqual(new Set(await verdicts(role, requests)), new Set(['ImplicitlyDenied']))
    })
  }
})
