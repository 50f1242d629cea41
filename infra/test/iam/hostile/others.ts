import { environmentsPath } from '../../../../src/aws/environment-parameters.ts'
import type { Deployment } from '../deployment.ts'
import { arnOf } from '../physical-ids.ts'
import * as ec2 from '../requests/ec2.ts'
import * as other from '../requests/others.ts'
import { type HostileCall, hostile, partly, roleArn } from './hostile-call.ts'

export function onTheRest(deployment: Deployment): HostileCall[] {
  const { tableArn, scheduleGroup, machineRoleArn } = deployment
  const { secretsPath } = deployment.config
  const elsewhere = environmentsPath({ secretsPath, name: 'payroll' })
  const schedule = (choices: { group?: string; role?: string }) => other.createSchedule(deployment, choices)
  const payroll = arnOf('dynamodb', 'table/payroll')
  const queue = arnOf('sqs', 'payroll')
  const log = arnOf('logs', 'log-group:/payroll:log-stream:2026/11/02')
  return [
    ...['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'].map((action) =>
      hostile(`${action}: in a stranger’s table`, other.item(action, payroll)),
    ),
    hostile('Query: an index of a stranger’s table', other.query(payroll, 'by-owner')),
    hostile('Scan: our own table', other.plain('dynamodb:Scan', tableArn)),
    hostile('DeleteTable: our own', other.plain('dynamodb:DeleteTable', tableArn)),
    hostile(
      'GetRecords: of a stranger’s stream',
      other.plain('dynamodb:GetRecords', `${payroll}/stream/2026-11-01T00:00:00.000`),
    ),
    hostile('GetParameters: a stranger’s secret', ...other.getParameters(['/payroll/database-password'])),
    hostile(
      'GetParameters: one whose path begins alike',
      ...other.getParameters([`${deployment.config.secretsPath}-admin/token`]),
    ),
    hostile('GetParameters: shared by a stranger', other.publicParameter('/payroll/database-password')),
    ...['GetParameters', 'PutParameter', 'DeleteParameters'].map((action) =>
      hostile(`${action}: an environment of another stack`, other.parameter(action, `${elsewhere}/site-1/key-1`)),
    ),
    hostile('GetParametersByPath: those of another stack', other.parameter('GetParametersByPath', elsewhere)),
    hostile('GetParametersByPath: our own secrets', other.parameter('GetParametersByPath', secretsPath)),
    hostile('DeleteParameters: our own secret', other.parameter('DeleteParameters', `${secretsPath}/slack-bot-token`)),
    hostile(
      'PutParameter: our own secret',
      other.plain('ssm:PutParameter', arnOf('ssm', `parameter${deployment.config.secretsPath}/slack-bot-token`)),
    ),
    partly(
      'CreateSchedule: in a stranger’s group',
      schedule({ group: 'payroll' }),
      'scheduler:CreateSchedule on schedule',
    ),
    partly('CreateSchedule: as an administrator', schedule({ role: roleArn('administrator') }), 'iam:PassRole on role'),
    partly('CreateSchedule: as a machine', schedule({ role: machineRoleArn }), 'iam:PassRole on role'),
    hostile('PassRole: the schedules’ role to EC2', ec2.passRole(deployment.scheduleRoleArn, 'ec2.amazonaws.com')),
    hostile(
      'DeleteSchedule: in a stranger’s group',
      other.plain('scheduler:DeleteSchedule', other.aSchedule('payroll', 'monthly')),
    ),
    hostile(
      'DeleteScheduleGroup: our own',
      other.plain('scheduler:DeleteScheduleGroup', arnOf('scheduler', `schedule-group/${scheduleGroup}`)),
    ),
    hostile('SendMessage: to a stranger’s queue', other.plain('sqs:SendMessage', queue)),
    hostile(
      'ReceiveMessage: of what was given up',
      other.plain('sqs:ReceiveMessage', deployment.stack.get('AWS::SQS::Queue', 'EventFailures', 'Arn')),
    ),
    hostile('PutLogEvents: into a stranger’s log', other.plain('logs:PutLogEvents', log)),
    hostile('CreateLogStream: in a stranger’s log', other.plain('logs:CreateLogStream', log)),
    hostile('AssumeRole: an administrator’s', other.plain('sts:AssumeRole', roleArn('administrator'))),
    hostile('InvokeFunction: a stranger’s', other.plain('lambda:InvokeFunction', arnOf('lambda', 'function:payroll'))),
    hostile(
      'UpdateFunctionCode: our own',
      other.plain('lambda:UpdateFunctionCode', arnOf('lambda', 'function:pokopoko-slack')),
    ),
    hostile('AttachRolePolicy: to the machines’ role', other.plain('iam:AttachRolePolicy', machineRoleArn)),
  ]
}
