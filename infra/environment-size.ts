import type { Config } from './config.ts'
import { type Deployed, environments, nodeEnvironment } from './environment.ts'

/** Of all variables of a function together, as JSON. Source: Lambda quotas, "Environment variables". */
export const MAX_ENVIRONMENT_BYTES = 4096

/** A line for each function whose environment Lambda would refuse, half-way through a deployment. */
export function environmentProblems(config: Config): string[] {
  return Object.entries(environments(config, longest(config))).flatMap(([name, environment]) => {
    const bytes = environmentBytes({ ...nodeEnvironment, ...environment })
    if (bytes <= MAX_ENVIRONMENT_BYTES) return []
    const largest = Object.entries(environment).toSorted(([, a], [, b]) => b.length - a.length)
    const names = largest.slice(0, 3).map(([key, value]) => `${key} (${Buffer.byteLength(value)})`)
    return [
      `The environment of ${name} would take ${bytes} of ${MAX_ENVIRONMENT_BYTES} bytes. Shorten what it is made of: ${names.join(', ')}`,
    ]
  })
}

export function environmentBytes(environment: Record<string, string>): number {
  return Buffer.byteLength(JSON.stringify(environment))
}

/**
 * What AWS names, as long as it can be. CloudFormation makes names of the stack's, that of the resource, and twelve characters; those of
 * load balancers have 32 at most, which is more.
 */
function longest({ name, region, loadBalancers, network }: Config): Deployed {
  const [partition, domain] = region.startsWith('cn-') ? ['aws-cn', 'amazonaws.com.cn'] : ['aws', 'amazonaws.com']
  const arn = (service: string, resource: string) =>
    `arn:${partition}:${service}:${region}:${'0'.repeat(12)}:${resource}`
  const id = (prefix: string) => `${prefix}-${'0'.repeat(17)}`
  const made = (logicalId: string) => `${name}-${logicalId}00000000-${'0'.repeat(12)}`
  const balancer = 'b'.repeat(32)
  const hex = '0'.repeat(16)
  const listener = `${balancer}/${hex}/${hex}:${balancer}-${'0'.repeat(10)}`
  const subnets = 'zones' in network ? network.zones : network.subnets.length
  return {
    tableName: name,
    launchTemplateId: id('lt'),
    launchTemplateVersion: '0'.repeat(5),
    subnetIds: Array.from({ length: subnets }, () => id('subnet')),
    vpcId: id('vpc'),
    listeners: [
      arn('elasticloadbalancing', 'listener/app/'),
      `.${region}.elb.${domain}`,
      'Z'.repeat(21),
      ...Array.from({ length: loadBalancers }, () => listener),
    ].join(' '),
    scheduleGroup: name,
    scheduleRoleArn: arn('iam', `role/${made('ScheduleRole')}`),
    scheduleTargetArn: arn('lambda', `function:${name}-reconcile`),
    scheduleDeadLetterArn: arn('sqs', `${name}-schedules-failures`),
    bucketName: made('InputBucket'),
    documentName: made('CommandDocument'),
  }
}
