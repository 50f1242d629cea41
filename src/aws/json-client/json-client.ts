import type { IncomingMessage } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { codeOf } from '../../site/errors.ts'
import { InvalidResponseError, problemOfFields, wholeBody } from '../client/check-response.ts'
import { THROTTLED } from '../errors.ts'
import { closeConnections, type Limits, post } from './request.ts'
import { signed } from './sign.ts'

/** What `createClient` makes clients with. */
export interface JsonClientOptions {
  region?: string
  maxAttempts: number
  requestHandler: Limits
}

export interface Service {
  /** As addresses and credentials name it. */
  id: string
  /** Of the variable `AWS_ENDPOINT_URL_…`. */
  variable: string
  /** Before the operation in `x-amz-target`. */
  target: string
  /** Of AWS's JSON protocol. */
  version: '1.0' | '1.1'
}

export interface Command {
  readonly input: object
  /** Of the SDK's own commands, the class has the name. */
  readonly operation?: string
}

/** Source: SDKs and Tools Reference Guide, "Retry behavior", `standard`. */
const RETRIED_STATUS = [500, 502, 503, 504]
const THROTTLING = [...THROTTLED, 'ProvisionedThroughputExceededException', 'BandwidthLimitExceeded']
const RETRIED_NAMES = [...THROTTLING, 'TransactionInProgressException', 'InvalidResponseError', 'TimeoutError']
const RETRIED_CODES = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED']
const [PAUSE_MS, THROTTLED_PAUSE_MS, MAX_PAUSE_MS] = [100, 500, 20_000]

/** The SDK's word. */
const UNKNOWN = 'UnknownError'

/**
 * A client for a service that speaks AWS's JSON protocol. It stands in for the SDK's, which take a third of the time in which the function for
 * Slack starts, and has their variables, results, retries, time limits, and names of errors. Credentials are in the environment.
 */
export class JsonClient {
  /** It checks responses itself. */
  readonly middlewareStack = { add: (): void => {} }
  readonly #service: Service
  readonly #options: JsonClientOptions

  constructor(service: Service, options: JsonClientOptions) {
    this.#service = service
    this.#options = options
  }

  async send(command: Command): Promise<unknown> {
    const operation = command.operation ?? command.constructor.name.replace(/Command$/, '')
    const body = JSON.stringify(command.input, encoded)
    const { maxAttempts } = this.#options
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#try(operation, body)
      } catch (error) {
        if (attempt >= maxAttempts || !isRetried(error)) throw error
        const longest = (hasName(error, THROTTLING) ? THROTTLED_PAUSE_MS : PAUSE_MS) * 2 ** (attempt - 1)
        await setTimeout(Math.random() * Math.min(longest, MAX_PAUSE_MS))
      }
    }
  }

  destroy(): void {
    closeConnections()
  }

  async #try(operation: string, body: string): Promise<unknown> {
    const { id: service, target, version } = this.#service
    const region = this.#options.region ?? needed('AWS_REGION')
    const url = addressOf(this.#service, region)
    const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${target}.${operation}` }
    const credentials = {
      accessKeyId: needed('AWS_ACCESS_KEY_ID'),
      secretAccessKey: needed('AWS_SECRET_ACCESS_KEY'),
      sessionToken: process.env['AWS_SESSION_TOKEN'],
    }
    const scope = { service, region, now: new Date() }
    const limits = this.#options.requestHandler
    const response = await post(url, signed({ host: url.host, headers, body }, credentials, scope), body, limits)
    const text = String(await wholeBody(response, limits.requestTimeout))
    if (response.statusCode !== 200) throw errorIn(text, response)
    return resultIn(text, operation, response)
  }
}

function resultIn(text: string, operation: string, response: IncomingMessage): object {
  const parsed = objectIn(text)
  const output = parsed && { ...parsed, $metadata: metadataOf(response) }
  const problem = output === undefined ? 'is no JSON' : problemOfFields({ response, output }, operation, false)
  if (output === undefined || problem !== undefined)
    throw new InvalidResponseError(`The response to ${operation} ${problem}`)
  return output
}

/** Named for the service's code, like the SDK's errors. */
function errorIn(text: string, response: IncomingMessage): Error {
  const body = objectIn(text)
  const type = textOf(body, '__type') ?? textOf(response.headers, 'x-amzn-errortype') ?? ''
  const error = new Error(textOf(body, 'message') ?? textOf(body, 'Message') ?? UNKNOWN)
  // com.amazonaws.dynamodb.v20120810#ValidationException, or ValidationException:http://…
  const name = type.split(':')[0]?.split('#').at(-1) || UNKNOWN
  return Object.assign(error, { name, $metadata: metadataOf(response) })
}

function metadataOf({ statusCode, headers }: IncomingMessage) {
  return { httpStatusCode: statusCode, requestId: textOf(headers, 'x-amzn-requestid') }
}

function isRetried(error: unknown): boolean {
  if (hasName(error, RETRIED_NAMES) || RETRIED_CODES.includes(String(codeOf(error)))) return true
  const metadata: unknown = Reflect.get(Object(error), '$metadata')
  return RETRIED_STATUS.includes(Number(Reflect.get(Object(metadata), 'httpStatusCode')))
}

function hasName(error: unknown, names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name)
}

function addressOf({ id, variable }: Service, region: string): URL {
  const given = process.env[`AWS_ENDPOINT_URL_${variable}`] ?? process.env['AWS_ENDPOINT_URL']
  return new URL(given ?? `https://${id}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`)
}

function needed(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set`)
  return value
}

function textOf(from: object | undefined, key: string): string | undefined {
  const value: unknown = Reflect.get(from ?? {}, key)
  return typeof value === 'string' ? value : undefined
}

/** Bytes are base64. `value` is what a Buffer makes of itself. */
function encoded(this: object, key: string, value: unknown): unknown {
  const bytes: unknown = Reflect.get(this, key)
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString('base64') : value
}

/** Of an attribute's types, only `B` has a text that stands for bytes. */
function decoded(key: string, value: unknown): unknown {
  return key === 'B' && typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : value
}

function objectIn(text: string): object | undefined {
  try {
    const parsed: unknown = JSON.parse(text, decoded)
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined
  } catch {
    return undefined
  }
}
