import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'

/** The response isn't one to this call: a proxy's page, or nothing at all. */
export class InvalidResponseError extends Error {
  override readonly name = 'InvalidResponseError'
  /** Tells the SDK to retry. */
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

/** Their responses are XML, whose root element is named after the command. */
const SPEAK_XML: ReadonlySet<string | undefined> = new Set([
  'EC2Client',
  'ElasticLoadBalancingV2Client',
  'Route53Client',
])

/** Before a response is parsed: reads all of its body, within that time. */
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
 * After a response was parsed: is it the service's? From an empty body, or any well-formed page, the SDK makes a response in
 * which everything is missing; without machines in it, all machines would seem to be gone.
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

export function problemOfFields({ output }: Result, command: string, isKnownByRoot: boolean): string | undefined {
  const field = expectedFieldOf(command)
  if (field !== undefined) return has(output, field) ? undefined : `has no ${field}`
  // Where no field is required, only this tells a service's response from a proxy's.
  return isKnownByRoot || has(Reflect.get(Object(output), '$metadata'), 'requestId') ? undefined : 'has no request id'
}

function has(value: unknown, key: string): boolean {
  return Reflect.get(Object(value), key) !== undefined
}

function hasBody(response: unknown): response is { body: unknown } {
  return typeof response === 'object' && response !== null && 'body' in response
}

/**
 * What a response to that command always has, if only as an empty list. Sources: the API references' response elements; for empty
 * lists, the examples there and moto's responses.
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
  GetParametersByPath: 'Parameters',
  ListResourceRecordSets: 'ResourceRecordSets',
  ListSchedules: 'Schedules',
  PutObject: 'ETag',
  PutParameter: 'Version',
  Query: 'Items',
  RunInstances: 'Instances',
  Scan: 'Items',
  SendCommand: 'Command',
  StartInstances: 'StartingInstances',
  StopInstances: 'StoppingInstances',
  TerminateInstances: 'TerminatingInstances',
}

/** undefined: no field is required. */
function expectedFieldOf(command: string): string | undefined {
  return expectedFields[command]
}

/** The SDK retries errors of this name. */
class BodyTimeoutError extends Error {
  override readonly name = 'TimeoutError'
}

/**
 * The whole body of a response; one that isn't a stream, as it is. The SDK limits the wait for headers, and silence after them, but
 * not a body that arrives byte by byte.
 */
export async function wholeBody(body: unknown, limitMs: number): Promise<unknown> {
  if (!(body instanceof Readable)) return body
  const error = new BodyTimeoutError(`The body of a response was not complete after ${limitMs} ms`)
  const timer = setTimeout(() => body.destroy(error), limitMs)
  try {
    return await buffer(body)
  } finally {
    clearTimeout(timer)
  }
}
