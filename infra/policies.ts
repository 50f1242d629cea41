import { deployedName, type FunctionName } from '../src/aws/names.ts'
import { environmentsPath } from '../src/aws/environment-parameters.ts'
import { LEASE_PREFIX } from '../src/aws/leases.ts'
import { IMAGES_KEY } from '../src/aws/offered-images.ts'
import { secretNames } from '../src/aws/secrets.ts'
import { type Grant, anything, type Names, ofBakesAlone } from './policies/grants.ts'
import { describeImages, images, offer, tags } from './policies/images.ts'
import { machines, resize } from './policies/machines.ts'
import { records, routes } from './policies/routes.ts'

/**
 * What each function may do, as data: exact actions, on which resources, under which conditions. `infra/test/policies.test.ts` compares it
 * with the calls in the code, both ways.
 */

const readAndWrite: Grant = {
  actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
  resources: ({ tableArn }) => [tableArn],
}
const remove: Grant = { actions: ['dynamodb:DeleteItem'], resources: ({ tableArn }) => [tableArn] }
/** The items that count sites, and sum up what deleted ones have cost. */
const count: Grant = { actions: ['dynamodb:UpdateItem'], resources: ({ tableArn }) => [tableArn] }
/** An index has the names, and the table the records. */
const list: Grant[] = [
  { actions: ['dynamodb:Query'], resources: ({ tableArn }) => [`${tableArn}/index/*`] },
  { actions: ['dynamodb:BatchGetItem'], resources: ({ tableArn }) => [tableArn] },
]

/** The key that encrypts them, `aws/ssm`, is open to everyone who may read them. */
const secrets: Grant = {
  actions: ['ssm:GetParameters'],
  resources: ({ arn, secretsPath }) => [arn('ssm', `parameter${secretsPath}/*`)],
}

/** Of which the secrets of webhooks are derived. */
const webhookKey: Grant = {
  actions: ['ssm:GetParameters'],
  resources: ({ arn, secretsPath }) => [arn('ssm', `parameter${secretsPath}/${secretNames.webhookKey}`)],
}

/** Of the GitHub App, for tokens with which machines clone: also while sites still do that after the setting was changed. */
const appKey: Grant = {
  actions: ['ssm:GetParameters'],
  resources: ({ arn, secretsPath, hasApp }) =>
    hasApp ? [arn('ssm', `parameter${secretsPath}/${secretNames.githubPrivateKey}`)] : [],
}

/** AWS's own, with the ids of public images. */
const publicParameters: Grant = {
  actions: ['ssm:GetParameters'],
  resources: ({ sharedArn }) => [sharedArn('ssm', 'parameter/aws/service/*')],
}

const environmentsOf = ({ secretsPath, stack }: Names) => environmentsPath({ secretsPath, name: stack })
const environments = (names: Names) => [names.arn('ssm', `parameter${environmentsOf(names)}/*`)]
/** The environments that people set for sites (`src/aws/environment-parameters.ts`). */
const readEnvironments: Grant = { actions: ['ssm:GetParameters'], resources: environments }
const saveEnvironments: Grant = { actions: ['ssm:PutParameter'], resources: environments }
const removeEnvironments: Grant[] = [
  { actions: ['ssm:DeleteParameters'], resources: environments },
  {
    actions: ['ssm:GetParametersByPath'],
    resources: (names) => [names.arn('ssm', `parameter${environmentsOf(names)}`)],
  },
]

const shell: Grant[] = [
  { actions: ['ssm:SendCommand'], resources: ({ arn, documentName }) => [arn('ssm', `document/${documentName}`)] },
  {
    actions: ['ssm:SendCommand'],
    resources: ({ arn }) => [arn('ec2', 'instance/*')],
    conditions: ({ stack }) => ({ StringEquals: { 'ssm:resourceTag/pokopoko:stack': stack } }),
  },
  { actions: ['ssm:DescribeInstanceInformation', 'ssm:GetCommandInvocation'], resources: anything },
  {
    actions: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject'],
    resources: ({ bucketArn }) => [`${bucketArn}/*`],
  },
]

const alarms: Grant[] = [
  {
    actions: ['scheduler:CreateSchedule', 'scheduler:DeleteSchedule'],
    resources: ({ arn, scheduleGroup }) => [arn('scheduler', `schedule/${scheduleGroup}/*`)],
  },
  { actions: ['scheduler:ListSchedules'], resources: anything },
  {
    actions: ['iam:PassRole'],
    resources: ({ scheduleRoleArn }) => [scheduleRoleArn],
    conditions: () => ({ StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } }),
  },
]

/** The sweep reconciles sites too, so it may do the same. */
const engine: Grant[] = [
  readAndWrite,
  remove,
  count,
  ...list,
  secrets,
  ...machines,
  resize,
  ...images,
  ...tags,
  ...shell,
  ...routes,
  ...records,
  ...alarms,
  readEnvironments,
  ...removeEnvironments,
]

/** One bake of a label at a time. */
const leases: Grant = {
  actions: ['dynamodb:DeleteItem', 'dynamodb:PutItem'],
  resources: ({ tableArn }) => [tableArn],
  conditions: () => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${LEASE_PREFIX}bake *`] } }),
}

/** The list of images that people choose from. */
const keptImages: Grant = {
  actions: ['dynamodb:PutItem'],
  resources: ({ tableArn }) => [tableArn],
  conditions: () => ({ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [IMAGES_KEY] } }),
}

/** Reads logs of machines, on which the function for Slack may run nothing. */
const askForLogs: Grant = {
  actions: ['lambda:InvokeFunction'],
  resources: ({ arn, stack }) => [arn('lambda', `function:${deployedName(stack, 'reconcile')}`)],
}

export const policies: Record<FunctionName, Grant[]> = {
  slack: [
    readAndWrite,
    count,
    ...list,
    secrets,
    readEnvironments,
    saveEnvironments,
    describeImages,
    publicParameters,
    askForLogs,
  ],
  reconcile: engine,
  sweep: [...engine, publicParameters],
  bake: [leases, keptImages, publicParameters, ...ofBakesAlone([...machines, ...images, ...tags, offer, ...shell])],
  gateway: [readAndWrite, webhookKey, appKey],
}
