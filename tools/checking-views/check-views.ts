import { WebClient, WebClientEvent } from '@slack/web-api'
import * as z from 'zod'
import { isPlatformError } from '../../src/slack/rate-limited-call.ts'
import { type Drawn, drawnViews } from './drawn-views.ts'

/** What Slack finds wrong with a view. */
export interface Refused {
  title: string
  errors: { pointer: string; code: string; message: string }[]
}

/** What Slack answers where it judges; any other error is none of a view. Source: Slack's blocks.validate, "Validation errors". */
const REFUSALS = ['invalid_blocks', 'invalid_message', 'invalid_view']

const text = z.string().default('')
const answerSchema = z.object({
  errors: z.array(z.object({ pointer: text, code: text, message: text })).default([]),
})

/**
 * Has Slack judge each of them; nobody is shown any. Returns those that it refuses. Any other error of the API, such as that of a bad token,
 * is thrown.
 */
export async function validateViews(client: WebClient, drawn: readonly Drawn[]): Promise<Refused[]> {
  const judged = await Promise.all(
    drawn.map(async ({ title, ...body }): Promise<Refused | undefined> => {
      try {
        await client.blocks.validate(body)
        return undefined
      } catch (error) {
        if (!isPlatformError(error) || !REFUSALS.includes(error.data.error)) throw error
        const { errors = [] } = answerSchema.safeParse(error.data).data ?? {}
        return { title, errors: errors.length > 0 ? errors : [{ pointer: '', code: error.data.error, message: '' }] }
      }
    }),
  )
  return judged.filter((one) => one !== undefined)
}

/** Slack sets "special rate limits" for blocks.validate and names no number; it is called by few at once, and waited for. */
const MAX_CALLS_AT_ONCE = 3
const CALL_TIMEOUT_MS = 10_000
/** Half a minute, where Slack does not say how long to wait. */
const MAX_RETRIES = 5

interface Check {
  botToken: string
  slackApiUrl?: string
  drawn?: Drawn[]
  print(line: string): void
}

/** Has Slack judge every view, and prints what it says. The exit status: 1 when it refuses any, or the token. */
export async function checkViews({ botToken, slackApiUrl, drawn = drawnViews(), print }: Check): Promise<number> {
  const client = new WebClient(botToken, {
    maxRequestConcurrency: MAX_CALLS_AT_ONCE,
    retryConfig: { retries: MAX_RETRIES },
    timeout: CALL_TIMEOUT_MS,
    ...(slackApiUrl !== undefined && { slackApiUrl }),
  })
  client.on(WebClientEvent.RATE_LIMITED, (seconds: number) => print(`Slack asks to wait for ${seconds} s.`))
  print(`Slack looks at ${drawn.length} views and messages; this may take minutes. Nobody is shown any of them.`)
  try {
    const refused = await validateViews(client, drawn)
    refused.flatMap(linesOf).forEach(print)
    print(refused.length === 0 ? 'Slack takes all of them.' : `Slack refuses ${refused.length} of them.`)
    return refused.length === 0 ? 0 : 1
  } catch (error) {
    if (!isPlatformError(error)) throw error
    print(`Slack judges none: ${error.data.error}`)
    return 1
  }
}

function linesOf({ title, errors }: Refused): string[] {
  return [`- ${title}`, ...errors.map(({ pointer, code, message }) => `    ${pointer} ${code}: ${message}`)]
}
