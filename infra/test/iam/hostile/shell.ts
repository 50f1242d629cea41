import type { Deployment } from '../deployment.ts'
import { arnOf, place } from '../physical-ids.ts'
import * as ec2 from '../requests/ec2.ts'
import * as other from '../requests/others.ts'
import { siteTags } from '../requests/tags.ts'
import { type HostileCall, hostile, partly, toEach } from './hostile-call.ts'

export function onShell({ documentArn, bucketArn, config, stack }: Deployment): HostileCall[] {
  const ours = siteTags(config.name)
  const anyScript = arnOf('ssm', 'document/AWS-RunShellScript', `${place.region}:`)
  const theirScript = arnOf('ssm', 'document/payroll-job')
  const noDocument = 'ssm:SendCommand on document'
  const payroll = arnOf('s3', 'payroll-2026', ':')
  return [
    ...toEach((whose, tags) =>
      partly(
        `SendCommand: to ${whose} instance`,
        other.sendCommand(documentArn, tags, ec2.anInstance('payroll')),
        'ssm:SendCommand on instance',
      ),
    ),
    partly('SendCommand: any script, to our instance', other.sendCommand(anyScript, ours), noDocument),
    partly('SendCommand: a stranger’s document, to our instance', other.sendCommand(theirScript, ours), noDocument),
    hostile('UpdateDocument: our own', other.plain('ssm:UpdateDocument', documentArn)),
    hostile('StartSession: on our instance', other.plain('ssm:StartSession', ec2.anInstance())),
    ...['GetObject', 'PutObject', 'DeleteObject'].map((action) =>
      hostile(`${action}: in a stranger’s bucket`, other.object(action, payroll, 'salaries.csv')),
    ),
    ...['Sweep', 'Gateway', 'Bake'].map((name) =>
      hostile(`Invoke: ${name}`, other.plain('lambda:InvokeFunction', stack.get('AWS::Lambda::Function', name, 'Arn'))),
    ),
    hostile('Invoke: a function of others', other.plain('lambda:InvokeFunction', arnOf('lambda', 'function:payroll'))),
    hostile('DeleteBucket: our own', other.plain('s3:DeleteBucket', bucketArn)),
    hostile('PutBucketPolicy: on our own', other.plain('s3:PutBucketPolicy', bucketArn)),
  ]
}
