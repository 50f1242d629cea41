import { expectedFieldOf } from './expected-fields.ts'
import { wholeBody } from './whole-body.ts'

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
