import type { Deployment } from '../deployment.ts'
import { aKey } from '../physical-ids.ts'
import { directly, keyUses, useKey, via } from '../requests/keys.ts'
import { type HostileCall, hostile, roleArn } from './hostile-call.ts'

export function onKeys({ volumeKeyArn: ours }: Deployment): HostileCall[] {
  const toAdministrator = { 'kms:GrantIsForAWSResource': 'false', 'kms:GranteePrincipal': roleArn('administrator') }
  return [
    ...keyUses.flatMap((action) => [
      hostile(`${action}: with a stranger’s key`, useKey(action, aKey('payroll'))),
      hostile(`${action}: with our key, past EC2`, useKey(action, ours, directly)),
      hostile(`${action}: with our key, through RDS`, useKey(action, ours, via('rds'))),
    ]),
    hostile(
      'CreateGrant: of our key to an administrator, through EC2',
      useKey('CreateGrant', ours, { ...via('ec2'), ...toAdministrator }),
    ),
    hostile('CreateGrant: of our key to an administrator', useKey('CreateGrant', ours, toAdministrator)),
    ...['Encrypt', 'GenerateDataKey', 'ListGrants', 'RevokeGrant'].map((action) =>
      hostile(`${action}: with our key, through EC2`, useKey(action, ours)),
    ),
    ...['DisableKey', 'PutKeyPolicy', 'ScheduleKeyDeletion'].map((action) =>
      hostile(`${action}: our key`, useKey(action, ours, directly)),
    ),
  ]
}
