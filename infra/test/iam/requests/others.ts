import type { Deployment } from '../deployment.ts'
import type { IamRequest } from '../judge.ts'
import { arnOf, place } from '../physical-ids.ts'
import { anInstance, passRole } from './ec2.ts'
import { tagged, type Tags } from './tags.ts'

/** DynamoDB, of one item. */
export function item(action: string, table: string, key = 'plum'): IamRequest {
  const enclosing = action === 'GetItem' ? { 'dynamodb:EnclosingOperation': 'GetItem' } : {}
  return { action: `dynamodb:${action}`, resource: table, facts: { 'dynamodb:LeadingKeys': [key], ...enclosing } }
}

export function query(table: string, index: string): IamRequest {
  return {
    action: 'dynamodb:Query',
    resource: `${table}/index/${index}`,
    facts: { 'dynamodb:LeadingKeys': ['live'], 'dynamodb:Select': 'ALL_PROJECTED_ATTRIBUTES' },
  }
}

export const getParameters = (names: readonly string[]): IamRequest[] =>
  names.map((name) => ({ action: 'ssm:GetParameters', resource: arnOf('ssm', `parameter${name}`), facts: {} }))

export const parameter = (action: string, name: string): IamRequest => ({
  action: `ssm:${action}`,
  resource: arnOf('ssm', `parameter${name}`),
  facts: {},
})

/** AWS's own, which belong to no account. */
export const publicParameter = (name: string): IamRequest => ({
  action: 'ssm:GetParameters',
  resource: arnOf('ssm', `parameter${name}`, `${place.region}:`),
  facts: {},
})

/** SendCommand asks of the document, and of the machine. */
export function sendCommand(document: string, tags: Tags, instance = anInstance()): IamRequest[] {
  return [
    { action: 'ssm:SendCommand', resource: document, facts: {} },
    { action: 'ssm:SendCommand', resource: instance, facts: tagged(tags, 'ssm:resourceTag') },
  ]
}

export function object(action: string, bucket: string, key: string, facts: IamRequest['facts'] = {}): IamRequest {
  const signed = { 's3:authType': 'REST-HEADER', 's3:signatureversion': 'AWS4-HMAC-SHA256', 's3:TlsVersion': '1.3' }
  return { action: `s3:${action}`, resource: `${bucket}/${key}`, facts: { ...signed, ...facts } }
}

/** Names as Route 53 normalizes them: small letters, no dot at the end, an asterisk as `\052`. */
export function changeRecords(zone: string, changes: { action: string; name: string; type: string }[]): IamRequest {
  return {
    action: 'route53:ChangeResourceRecordSets',
    resource: zone,
    facts: {
      'route53:ChangeResourceRecordSetsActions': changes.map(({ action }) => action),
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': changes.map(({ name }) => name),
      'route53:ChangeResourceRecordSetsRecordTypes': changes.map(({ type }) => type),
    },
  }
}

export const aSchedule = (group: string, name = 'site-plum.202611030300') =>
  arnOf('scheduler', `schedule/${group}/${name}`)

export function createSchedule(
  { scheduleGroup, scheduleRoleArn }: Deployment,
  { group = scheduleGroup, role = scheduleRoleArn } = {},
) {
  return [
    { action: 'scheduler:CreateSchedule', resource: aSchedule(group), facts: {} },
    passRole(role, 'scheduler.amazonaws.com'),
  ]
}

/** A call that is asked of one resource, or knows none, of which no more is known. */
export const plain = (action: string, resource = '*'): IamRequest => ({ action, resource, facts: {} })
