import type { IamRequest } from '../judge.ts'
import { arnOf, place } from '../physical-ids.ts'
import { siteTags } from '../requests/tags.ts'

/** What somebody would try who has got hold of a function: a believable call, of which one refusal is the end. */
export interface HostileCall {
  title: string
  requests: IamRequest[]
  /** What IAM has to refuse of it, no more and no less: `ACTION on KIND`. */
  refused: string[]
}

/** Somebody else's, in the same account: another stack of ours, and what has nothing to do with us. */
export const OTHER_STACK = siteTags('orchard')
export const PAYROLL = { Name: 'payroll', team: 'finance' }
export const UNTAGGED = {}
const STRANGERS = { 'another stack’s': OTHER_STACK, 'a stranger’s': PAYROLL, 'an untagged': UNTAGGED }

export const roleArn = (name: string) => arnOf('iam', `role/${name}`, `:${place.account}`)
/** `instance` of an instance's ARN; of queues and buckets their name. */
export const kindOf = (arn: string) => arn.split(':')[5]?.split('/')[0] ?? arn

/** Of one request, or of several of which all are to be refused. */
export const hostile = (title: string, ...requests: IamRequest[]): HostileCall => ({
  title,
  requests,
  refused: requests.map(({ action, resource }) => `${action} on ${kindOf(resource)}`),
})

/** Of several requests, of which these are to be refused. */
export const partly = (title: string, requests: IamRequest[], ...refused: string[]): HostileCall => ({
  title,
  requests,
  refused,
})

/** The same with what belongs to each stranger. */
export const toEach = (hostileTo: (whose: string, tags: Record<string, string>) => HostileCall) =>
  Object.entries(STRANGERS).map(([whose, tags]) => hostileTo(whose, tags))
