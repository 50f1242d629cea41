import { AwsError } from '../support/aws/fake-service.ts'
import type { Bucket, Limits } from './limits.ts'
import { pause } from '../support/virtual-time.ts'

interface Rule {
  bucket?: Bucket
  /** What calls share that bucket; left out: those of that name. */
  shared?: string
  /** What the service says when it is too much. */
  error?: string
  ms: number
}

const ELB: Rule = { bucket: { size: 40, perSecond: 10 }, shared: 'ELB', error: 'ThrottlingException', ms: 120 }
const ROUTE_53: Rule = { bucket: { size: 5, perSecond: 5 }, shared: 'Route 53', error: 'Throttling', ms: 150 }

/**
 * How long calls take, and what limits them by default. Sources: "Request throttling for the Amazon EC2 API" (RunInstances:
 * 5 at once and 2 more a second; Describe actions 100 and 20), "Quotas for Amazon EventBridge Scheduler" (250 a second
 * in small regions), "Request throttling for the Elastic Load Balancing API" (40 at once and 10 more a second for what only reads; here
 * all calls share that), "Quotas" of Route 53 (5 requests a second). Systems Manager publishes no numbers: these are on the low side of what
 * it has been seen to take.
 */
const RULES: Record<string, Rule> = {
  'EC2 RunInstances': { bucket: { size: 5, perSecond: 2 }, error: 'RequestLimitExceeded', ms: 1800 },
  'EC2 DescribeInstances': { bucket: { size: 100, perSecond: 20 }, error: 'RequestLimitExceeded', ms: 120 },
  'EC2 DescribeImages': { bucket: { size: 100, perSecond: 20 }, error: 'RequestLimitExceeded', ms: 120 },
  'SSM SendCommand': { bucket: { size: 10, perSecond: 10 }, error: 'ThrottlingException', ms: 150 },
  'SSM GetCommandInvocation': { bucket: { size: 40, perSecond: 40 }, error: 'ThrottlingException', ms: 80 },
  'SSM DescribeInstanceInformation': { bucket: { size: 40, perSecond: 40 }, error: 'ThrottlingException', ms: 80 },
  'Scheduler CreateSchedule': { bucket: { size: 250, perSecond: 250 }, error: 'ThrottlingException', ms: 60 },
  'Scheduler DeleteSchedule': { bucket: { size: 250, perSecond: 250 }, error: 'ThrottlingException', ms: 60 },
  'Scheduler ListSchedules': { bucket: { size: 50, perSecond: 50 }, error: 'ThrottlingException', ms: 60 },
  'Route 53 ChangeResourceRecordSets': ROUTE_53,
  'Route 53 ListResourceRecordSets': ROUTE_53,
}
const OTHER: Rule = { ms: 60 }

const SERVICES: Record<string, string> = {
  EC2Client: 'EC2',
  SSMClient: 'SSM',
  SchedulerClient: 'Scheduler',
  S3Client: 'S3',
  ElasticLoadBalancingV2Client: 'ELB',
  Route53Client: 'Route 53',
}

function ruleOf(name: string): Rule {
  return RULES[name] ?? (name.startsWith('ELB ') ? ELB : OTHER)
}

/** "Quotas" of Route 53: a change that comes while another of the same zone is made is refused. */
const ONE_AT_A_TIME = new Set(['Route 53 ChangeResourceRecordSets'])

/** Stands before a fake of AWS, behind the SDK's own further tries. */
export const beforeFake = { relation: 'before', toMiddleware: 'fake', name: 'slow' } as const

export const slowly =
  (limits: Limits, underWay = new Map<string, number>()) =>
  <Args, Output>(
    next: (args: Args) => Promise<Output>,
    { clientName = '', commandName = '' }: { clientName?: string; commandName?: string },
  ) =>
  async (args: Args): Promise<Output> => {
    const name = `${SERVICES[clientName] ?? clientName} ${commandName.replace(/Command$/, '')}`
    const { bucket, shared, error = '', ms } = ruleOf(name)
    const isBusy = ONE_AT_A_TIME.has(name) && (underWay.get(name) ?? 0) > 0
    underWay.set(name, (underWay.get(name) ?? 0) + 1)
    await pause(ms)
    underWay.set(name, (underWay.get(name) ?? 0) - 1)
    const waitS = bucket === undefined ? limits.count(name) : limits.take(name, '', bucket, { shared })
    if (waitS !== undefined) throw new AwsError(error)
    if (isBusy) throw new AwsError('PriorRequestNotComplete')
    return next(args)
  }
