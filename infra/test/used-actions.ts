import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FunctionName } from '../../src/aws/names.ts'
import { bundle, root } from './bundle.ts'

/** IAM's name of a service, by the package of its client. */
const services: Record<string, string> = {
  dynamodb: 'dynamodb',
  ec2: 'ec2',
  'elastic-load-balancing-v2': 'elasticloadbalancing',
  'route-53': 'route53',
  lambda: 'lambda',
  s3: 's3',
  scheduler: 'scheduler',
  ssm: 'ssm',
}

/** Actions that aren't named as the call. */
const named: Record<string, string> = { 'lambda:Invoke': 'lambda:InvokeFunction' }

/**
 * Actions that a call needs besides its own. Sources: Service Authorization Reference, "Dependent actions"; Elastic Load Balancing, "Elastic
 * Load Balancing API permissions".
 */
const implied: Record<string, string[]> = {
  'ec2:RunInstances': ['ec2:CreateTags', 'iam:PassRole'],
  'elasticloadbalancing:CreateTargetGroup': [
    'elasticloadbalancing:AddTags',
    'ec2:DescribeInternetGateways',
    'ec2:DescribeVpcs',
  ],
  'elasticloadbalancing:CreateRule': ['elasticloadbalancing:AddTags'],
  'elasticloadbalancing:RegisterTargets': [
    'ec2:DescribeInstances',
    'ec2:DescribeInternetGateways',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcs',
  ],
  'ec2:CreateImage': ['ec2:CreateTags'],
  'scheduler:CreateSchedule': ['iam:PassRole'],
}

/** Calls in a function's files that it never makes. */
const unreached: Partial<Record<FunctionName, string[]>> = {
  // Only the reconciler removes a record.
  slack: ['dynamodb:DeleteItem'],
  // Its machines keep their size.
  bake: ['ec2:ModifyInstanceAttribute'],
  // Its machine API loads and saves one site.
  gateway: ['dynamodb:BatchGetItem', 'dynamodb:DeleteItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
}

/** The actions of all calls in the function's files. */
export async function usedActions(name: FunctionName): Promise<string[]> {
  const { metafile } = await bundle([name])
  const used = Object.keys(metafile.inputs).flatMap((path) => callsIn(readFileSync(join(root, path), 'utf8')))
  const all = used.flatMap((action) => [action, ...(implied[action] ?? [])])
  return [...new Set(all)].filter((action) => unreached[name]?.includes(action) !== true).toSorted()
}

function callsIn(source: string): string[] {
  return [...source.matchAll(/import \{([^}]+)\} from '@aws-sdk\/client-([a-z0-9-]+)'/g)].flatMap(
    ([, names = '', client = '']) =>
      [...names.matchAll(/\b(?:paginate(\w+)|(\w+)Command)\b/g)].map(([, paged, called]) => {
        const service = services[client] ?? assert.fail(`no service for ${client}`)
        const action = `${service}:${paged ?? called ?? ''}`
        return named[action] ?? action
      }),
  )
}
