import { AwsLambdaReceiver, isValidSlackRequest } from '@slack/bolt'
import { createApp, type AppOptions } from './app.ts'
import type { SlackDeps } from './deps.ts'
import type { FunctionUrlEvent, FunctionUrlHandler } from './function-url.ts'
import { boltLogger } from './bolt-logger.ts'
import { newReference } from './reference.ts'

export interface HandlerOptions extends AppOptions {
  signingSecret: string
}

/** Clocks differ; a request from further ahead than this was made up. */
const MAX_AHEAD_S = 60

/**
 * Slack's door: commands, clicks, submissions and events as Function URL events. Answers what is not from Slack with
 * 401, and what is not to be read with 400. Never throws; a fault of ours is reported and answered with 500.
 */
export function createSlackHandler(deps: SlackDeps, options: HandlerOptions): FunctionUrlHandler {
  const logger = boltLogger(deps.report)
  const receiver = new AwsLambdaReceiver({ signingSecret: options.signingSecret, logger })
  createApp(deps, { ...options, receiver, logger })
  const handle = receiver.toHandler()

  return async (event) => {
    const request = plainRequest(event)
    // Bolt would read the body first, and trip over what anybody may send.
    if (!isFromSlack(request, options.signingSecret)) return { statusCode: isSslCheck(request) ? 200 : 401, body: '' }
    try {
      const { statusCode, body, headers } = await handle({ ...event, ...request, routeKey: '$default' }, {})
      return { statusCode, body, ...(headers && { headers: textHeaders(headers) }) }
    } catch (error) {
      if (error instanceof SyntaxError) return { statusCode: 400, body: '' }
      deps.report({ reference: newReference(), error })
      return { statusCode: 500, body: '' }
    }
  }
}

interface PlainRequest {
  /** By name in small letters; the content type without its charset. */
  headers: Record<string, string | undefined>
  body: string
  isBase64Encoded: false
}

/** Bolt wants the bare content type, and reads Base64 as ASCII: it gets text, and nothing but the type. */
function plainRequest({ headers, body, isBase64Encoded }: FunctionUrlEvent): PlainRequest {
  const named = Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value ?? undefined]),
  )
  const type = named['content-type']?.split(';')[0]?.trim().toLowerCase()
  return {
    headers: { ...named, 'content-type': type ?? '' },
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8').toString('utf8'),
    isBase64Encoded: false,
  }
}

function isFromSlack({ headers, body }: PlainRequest, signingSecret: string): boolean {
  const timestamp = Number(headers['x-slack-request-timestamp'])
  const signature = headers['x-slack-signature'] ?? ''
  const isSigned = isValidSlackRequest({
    signingSecret,
    body,
    headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp },
  })
  return isSigned && timestamp < Date.now() / 1000 + MAX_AHEAD_S
}

/** Slack looks now and then whether a command's address has a good certificate. Source: Slack, "Slash commands". */
function isSslCheck({ body }: PlainRequest): boolean {
  return new URLSearchParams(body).get('ssl_check') === '1'
}

function textHeaders(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}
