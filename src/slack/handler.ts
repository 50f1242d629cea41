import { AwsLambdaReceiver, type Logger, LogLevel } from '@slack/bolt'
import { createApp, type AppOptions } from './app.ts'
import { withDeadline } from './deadline.ts'
import { reportTo } from '../log.ts'
import type { SlackDeps } from './deps.ts'
import type { FunctionUrlEvent, FunctionUrlHandler, FunctionUrlResult } from './function-url.ts'
import { readRequest } from './read-request.ts'
import { type SignatureProblem, signatureProblem } from './signature.ts'

export interface HandlerOptions extends AppOptions {
  signingSecret: string
  /** Is told why a request was not taken for Slack's. */
  onRefused?: ((refusal: SignatureProblem) => void) | undefined
}

/**
 * Takes all that Slack sends: commands, clicks, submissions and events as Function URL events. Answers what is not from Slack with
 * 401, what is not to be read with 400, and what nobody listens to with 404. Never throws; a fault of ours is reported
 * and answered with 500 and the reference that it was reported under.
 */
export function createSlackHandler(given: Omit<SlackDeps, 'report'>, options: HandlerOptions): FunctionUrlHandler {
  const deps = { ...given, report: reportTo(given.log) }
  const logger = boltLogger(deps.report)
  // What comes to it was signed, and has been read: Bolt itself trips over much that anybody may send.
  const receiver = new AwsLambdaReceiver({ signingSecret: options.signingSecret, signatureVerification: false, logger })
  createApp(deps, { ...options, receiver, logger })
  const handle = receiver.toHandler()

  return async (event) => {
    try {
      const request = plainRequest(event)
      if (isSslCheck(request)) return { statusCode: 200, body: '' }
      const refusal = signatureProblem(request, options.signingSecret)
      if (refusal !== undefined) {
        options.onRefused?.(refusal)
        return { statusCode: 401, body: '' }
      }
      const reading = readRequest(request.headers['content-type'], request.body)
      if (reading === 'malformed') return { statusCode: 400, body: '' }
      if (reading === 'not-for-us') return { statusCode: 404, body: '' }
      const readable = { ...event, ...jsonRequest(request, reading.json), routeKey: '$default' }
      return resultOf(await withDeadline(() => handle(readable, {})))
    } catch (error) {
      const reference = deps.report(error)
      return { statusCode: 500, body: `Something went wrong here. Reference: ${reference}` }
    }
  }
}

interface PlainRequest {
  /** By name in small letters; the content type without its charset. */
  headers: Record<string, string | undefined> & { 'content-type': string }
  body: string
}

function plainRequest({ headers, body, isBase64Encoded }: FunctionUrlEvent): PlainRequest {
  const named = Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value ?? undefined]),
  )
  const type = named['content-type']?.split(';')[0]?.trim().toLowerCase()
  return {
    headers: { ...named, 'content-type': type ?? '' },
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8').toString('utf8'),
  }
}

function jsonRequest({ headers }: PlainRequest, json: string) {
  return { headers: { ...headers, 'content-type': 'application/json' }, body: json, isBase64Encoded: false }
}

/** Slack looks now and then whether a command's address has a good certificate. Source: Slack, "Slash commands". */
function isSslCheck({ body }: PlainRequest): boolean {
  return new URLSearchParams(body).get('ssl_check') === '1'
}

interface BoltAnswer {
  statusCode: number
  headers?: Record<string, unknown>
  body: string
}

/** @throws Error for what Bolt itself has failed at */
function resultOf({ statusCode, body, headers }: BoltAnswer): FunctionUrlResult {
  if (statusCode >= 500) throw new Error(`Bolt has answered ${statusCode}`)
  if (headers === undefined) return { statusCode, body }
  const texts = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])
  return { statusCode, body, headers: Object.fromEntries(texts) }
}

/** Bolt's own complaints go where ours go; its debug lines, which hold whole requests, go nowhere. */
function boltLogger(report: SlackDeps['report']): Logger {
  const nothing = () => {}
  return {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: (...messages: unknown[]) => {
      const [first] = messages
      report(first instanceof Error ? first : new Error(messages.join(' ')))
    },
    setLevel: nothing,
    getLevel: () => LogLevel.ERROR,
    setName: nothing,
  }
}
