import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'

/** What came back does not say what was asked for: the page of a proxy, or nothing at all. */
export class InvalidResponseError extends Error {
  override readonly name = 'InvalidResponseError'
  /** The SDK's mark of what is worth another attempt. */
  readonly $retryable = {}
}

interface Result {
  response: unknown
  output?: unknown
}
interface Context {
  clientName?: string
  commandName?: string
}
export type Middleware = <Args, R extends Result>(
  next: (args: Args) => Promise<R>,
  context: Context,
) => (args: Args) => Promise<R>

/** Their answers are XML, whose outermost element is named for the command. */
const SPEAK_XML: ReadonlySet<string | undefined> = new Set([
  'EC2Client',
  'ElasticLoadBalancingV2Client',
  'Route53Client',
])

/** Before a response is read: all of it, within that time. */
export const readWhole =
  (limitMs: number): Middleware =>
  (next) =>
  async (args) => {
    const result = await next(args)
    const { response } = result
    if (hasBody(response)) response.body = await wholeBody(response.body, limitMs)
    return result
  }

/**
 * After a response was read: is it one of the service's? The SDK makes of an empty body, and of any well-formed page, an answer
 * in which all is missing, and an answer in which there are no machines is believed to say that they are gone.
 */
export const checkResponse: Middleware =
  (next, { clientName, commandName = '' }) =>
  async (args) => {
    const result = await next(args)
    const command = commandName.replace(/Command$/, '')
    const problem =
      (SPEAK_XML.has(clientName) ? problemOfRoot(result, command) : undefined) ??
      problemOfFields(result, command, SPEAK_XML.has(clientName))
    if (problem !== undefined) throw new InvalidResponseError(`The response to ${command} ${problem}`)
    return result
  }

function problemOfRoot({ response }: Result, command: string): string | undefined {
  const text = hasBody(response) && response.body instanceof Uint8Array ? Buffer.from(response.body).toString() : ''
  const [, root] = /^\s*(?:<\?xml[^>]*\?>\s*)?<([\w:.-]+)/.exec(text) ?? []
  return root === `${command}Response` ? undefined : `is ${root === undefined ? 'empty' : `a <${root}>`}`
}

function problemOfFields({ output }: Result, command: string, isKnownByRoot: boolean): string | undefined {
  const field = expectedFieldOf(command)
  if (field !== undefined) return has(output, field) ? undefined : `has no ${field}`
  // Where nothing has to be in it, this is all that tells the service's answer from anybody's.
  return isKnownByRoot || has(Reflect.get(Object(output), '$metadata'), 'requestId') ? undefined : 'has no request id'
}

function has(value: unknown, key: string): boolean {
  return Reflect.get(Object(value), key) !== undefined
}

function hasBody(response: unknown): response is { body: unknown } {
  return typeof response === 'object' && response !== null && 'body' in response
}

/**
 * What an answer to that command always holds, an empty list where there is nothing: without it, nothing was said. Sources: the
 * API references' response elements; that an empty list is sent, the responses in their examples and moto's.
 */
const expectedFields: Readonly<Record<string, string>> = {
  CancelSpotInstanceRequests: 'CancelledSpotInstanceRequests',
  CreateImage: 'ImageId',
  CreateRule: 'Rules',
  CreateSchedule: 'ScheduleArn',
  CreateTargetGroup: 'TargetGroups',
  ChangeResourceRecordSets: 'ChangeInfo',
  DescribeImages: 'Images',
  DescribeInstanceInformation: 'InstanceInformationList',
  DescribeInstances: 'Reservations',
  DescribeRules: 'Rules',
  DescribeSnapshots: 'Snapshots',
  DescribeSpotInstanceRequests: 'SpotInstanceRequests',
  DescribeTags: 'TagDescriptions',
  DescribeTargetGroups: 'TargetGroups',
  DescribeTargetHealth: 'TargetHealthDescriptions',
  GetCommandInvocation: 'Status',
  GetParameters: 'Parameters',
  ListResourceRecordSets: 'ResourceRecordSets',
  ListSchedules: 'Schedules',
  PutObject: 'ETag',
  Query: 'Items',
  RunInstances: 'Instances',
  Scan: 'Items',
  SendCommand: 'Command',
  StartInstances: 'StartingInstances',
  StopInstances: 'StoppingInstances',
  TerminateInstances: 'TerminatingInstances',
}

/** undefined: all that its answer holds may be missing, or the answer is empty. */
function expectedFieldOf(command: string): string | undefined {
  return expectedFields[command]
}

/** By its name the SDK knows it for one that is worth another attempt. */
class BodyTimeoutError extends Error {
  override readonly name = 'TimeoutError'
}

/**
 * All that a response's body holds, once it is there; what is not a stream, as it is. The SDK bounds the wait for the headers and
 * silence after them, and a body that comes byte by byte not at all.
 */
async function wholeBody(body: unknown, limitMs: number): Promise<unknown> {
  if (!(body instanceof Readable)) return body
  const error = new BodyTimeoutError(`The body of a response was not complete after ${limitMs} ms`)
  const timer = setTimeout(() => body.destroy(error), limitMs)
  try {
    return await buffer(body)
  } finally {
    clearTimeout(timer)
  }
}
