import { AwsError } from '../support/aws/fake-service.ts'
import type { Bucket, Limits } from './limits.ts'
import { pause } from './virtual-time.ts'

interface Rule {
  bucket?: Bucket
  /** What the service says when it is too much. */
  error?: string
  ms: number
}

/**
 * How long calls take, and what limits them by default. Sources: "Request throttling for the Amazon EC2 API" (RunInstances:
 * 5 at once and 2 more a second; Describe actions 100 and 20), "Quotas for Amazon EventBridge Scheduler" (250 a second
 * in small regions). Systems Manager publishes no numbers: these are on the low side of what it has been seen to take.
 */
const RULES: Record<string, Rule> = {
  RunInstances: { bucket: { size: 5, perSecond: 2 }, error: 'RequestLimitExceeded', ms: 1800 },
  DescribeInstances: { bucket: { size: 100, perSecond: 20 }, error: 'RequestLimitExceeded', ms: 120 },
  DescribeImages: { bucket: { size: 100, perSecond: 20 }, error: 'RequestLimitExceeded', ms: 120 },
  SendCommand: { bucket: { size: 10, perSecond: 10 }, error: 'ThrottlingException', ms: 150 },
  GetCommandInvocation: { bucket: { size: 40, perSecond: 40 }, error: 'ThrottlingException', ms: 80 },
  DescribeInstanceInformation: { bucket: { size: 40, perSecond: 40 }, error: 'ThrottlingException', ms: 80 },
  CreateSchedule: { bucket: { size: 250, perSecond: 250 }, error: 'ThrottlingException', ms: 60 },
  DeleteSchedule: { bucket: { size: 250, perSecond: 250 }, error: 'ThrottlingException', ms: 60 },
  ListSchedules: { bucket: { size: 50, perSecond: 50 }, error: 'ThrottlingException', ms: 60 },
}
const OTHER: Rule = { ms: 60 }

/** Stands before a fake of AWS, behind the SDK's own further tries. */
export const beforeFake = { relation: 'before', toMiddleware: 'fake', name: 'slow' } as const

export const slowly =
  (limits: Limits) =>
  <Args, Output>(next: (args: Args) => Promise<Output>, { commandName = '' }: { commandName?: string }) =>
  async (args: Args): Promise<Output> => {
    const name = commandName.replace(/Command$/, '')
    const { bucket, error = '', ms } = RULES[name] ?? OTHER
    await pause(ms)
    const waitS = bucket === undefined ? limits.count(name) : limits.take(name, '', bucket)
    if (waitS !== undefined) throw new AwsError(error)
    return next(args)
  }
