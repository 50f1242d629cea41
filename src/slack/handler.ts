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
  /** Called with the reason when a request isn't Slack's. */
  onRejected?: ((problem: SignatureProblem) => void) | undefined
}

/**
 * Handles everything that Slack sends to the Function URL: commands, clicks, submissions, and events. Answers 401 to requests that
 * aren't from Slack, 400 to malformed ones, and 404 to those without a listener. Never throws: it reports an error of ours and answers
 * 500 with the reference.
 */
export function createSlackHandler(given: Omit<SlackDeps, 'report'>, options: HandlerOptions): FunctionUrlHandler {
  const deps = { ...given, report: reportTo(given.log) }
  const logger = boltLogger(deps.report)
  // We check the signature and read the body ourselves: Bolt throws at much of what anyone can send.
  const receiver = new AwsLambdaReceiver({ signingSecret: options.signingSecret, signatureVerification: false, logger })
  createApp(deps, { ...options, receiver, logger })
  const handle = receiver.toHandler()

  return async (event) => {
    try {
      const request = plainRequest(event)
      const problem = signatureProblem(request, options.signingSecret)
      if (problem !== undefined) {
        options.onRejected?.(problem)
        return { statusCode: 401, body: '' }
      }
      if (isSslCheck(request)) return { statusCode: 200, body: '' }
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
  /** By lowercase name; the content type without its charset. */
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

/** Slack checks a command's address for a valid certificate from time to time. Source: Slack, "Slash commands". */
function isSslCheck({ body }: PlainRequest): boolean {
  return new URLSearchParams(body).get('ssl_check') === '1'
}

interface BoltAnswer {
  statusCode: number
  headers?: Record<string, unknown>
  body: string
}

/** @throws Error if Bolt itself failed */
function resultOf({ statusCode, body, headers }: BoltAnswer): FunctionUrlResult {
  if (statusCode >= 500) throw new Error(`Bolt has answered ${statusCode}`)
  if (headers === undefined) return { statusCode, body }
  const texts = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])
  return { statusCode, body, headers: Object.fromEntries(texts) }
}

/** Reports Bolt's errors like ours. Drops its debug lines, which contain whole requests. */
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
