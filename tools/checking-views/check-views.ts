import { WebClient, WebClientEvent } from '@slack/web-api'
import * as z from 'zod'
import { isPlatformError } from '../../src/slack/rate-limited-call.ts'
import { type Drawn, drawnViews } from './drawn-views.ts'

/** What Slack finds wrong with a view. */
export interface Rejected {
  title: string
  errors: { pointer: string; code: string; message: string }[]
}

/** Any other error isn't about a view. Source: Slack's blocks.validate, "Validation errors". */
const VALIDATION_ERRORS = ['invalid_blocks', 'invalid_message', 'invalid_view']

const text = z.string().default('')
const answerSchema = z.object({
  errors: z.array(z.object({ pointer: text, code: text, message: text })).default([]),
})

/**
 * Lets Slack check each of them; nobody sees any. Returns those that Slack rejects. Any other error of the API, such as that of a bad token, is
 * thrown.
 */
export async function validateViews(client: WebClient, drawn: readonly Drawn[]): Promise<Rejected[]> {
  const checked = await Promise.all(
    drawn.map(async ({ title, ...body }): Promise<Rejected | undefined> => {
      try {
        await client.blocks.validate(body)
        return undefined
      } catch (error) {
        if (!isPlatformError(error) || !VALIDATION_ERRORS.includes(error.data.error)) throw error
        const { errors = [] } = answerSchema.safeParse(error.data).data ?? {}
        return { title, errors: errors.length > 0 ? errors : [{ pointer: '', code: error.data.error, message: '' }] }
      }
    }),
  )
  return checked.filter((one) => one !== undefined)
}

/** Slack sets "special rate limits" for blocks.validate without a number: so few calls at once, and waiting. */
const MAX_CALLS_AT_ONCE = 3
const CALL_TIMEOUT_MS = 10_000
/** Half a minute, if Slack doesn't say how long to wait. */
const MAX_RETRIES = 5

interface Check {
  botToken: string
  slackApiUrl?: string
  drawn?: Drawn[]
  print(line: string): void
}

/** Lets Slack check every view, and prints what it rejects. Returns an exit status: 1 if Slack rejects any, or the token. */
export async function checkViews({ botToken, slackApiUrl, drawn = drawnViews(), print }: Check): Promise<number> {
  const client = new WebClient(botToken, {
    maxRequestConcurrency: MAX_CALLS_AT_ONCE,
    retryConfig: { retries: MAX_RETRIES },
    timeout: CALL_TIMEOUT_MS,
    ...(slackApiUrl !== undefined && { slackApiUrl }),
  })
  client.on(WebClientEvent.RATE_LIMITED, (seconds: number) => print(`Slack asks us to wait for ${seconds} s.`))
  print(`Slack is checking ${drawn.length} views and messages. This can take minutes, and nobody sees them.`)
  try {
    const rejected = await validateViews(client, drawn)
    rejected.flatMap(linesOf).forEach(print)
    print(rejected.length === 0 ? 'Slack accepts all of them.' : `Slack rejects ${rejected.length} of them.`)
    return rejected.length === 0 ? 0 : 1
  } catch (error) {
    if (!isPlatformError(error)) throw error
    print(`Slack didn't check them: ${error.data.error}`)
    return 1
  }
}

function linesOf({ title, errors }: Rejected): string[] {
  return [`- ${title}`, ...errors.map(({ pointer, code, message }) => `    ${pointer} ${code}: ${message}`)]
}
