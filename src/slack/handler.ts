import { AwsLambdaReceiver } from '@slack/bolt'
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
 * Slack's door: commands, clicks, submissions and events as Function URL events. Answers what is not from Slack, or
 * not to be read, with 400 or 401. Never throws; a fault of ours is reported and answered with 500.
 */
export function createSlackHandler(deps: SlackDeps, options: HandlerOptions): FunctionUrlHandler {
  const logger = boltLogger(deps.report)
  const receiver = new AwsLambdaReceiver({ signingSecret: options.signingSecret, logger })
  createApp(deps, { ...options, receiver, logger })
  const handle = receiver.toHandler()

  return async (event) => {
    const plain = plainEvent(event)
    if (isFromTheFuture(plain)) return { statusCode: 401, body: '' }
    try {
      const { statusCode, body, headers } = await handle({ ...plain, routeKey: '$default' }, {})
      return { statusCode, body, ...(headers && { headers: textHeaders(headers) }) }
    } catch (error) {
      // Bolt reads the body before it checks the signature, and throws at one that is no JSON.
      if (error instanceof SyntaxError) return { statusCode: 400, body: '' }
      deps.report({ reference: newReference(), error })
      return { statusCode: 500, body: '' }
    }
  }
}

/** Bolt wants the bare content type, and reads Base64 as ASCII: it gets text, and nothing but the type. */
function plainEvent(event: FunctionUrlEvent): FunctionUrlEvent {
  const headers = Object.fromEntries(
    Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value ?? undefined]),
  )
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  const body = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? '')
  return { ...event, headers: { ...headers, 'content-type': type ?? '' }, body, isBase64Encoded: false }
}

function isFromTheFuture({ headers }: FunctionUrlEvent): boolean {
  return Number(headers['x-slack-request-timestamp']) > Date.now() / 1000 + MAX_AHEAD_S
}

function textHeaders(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}
