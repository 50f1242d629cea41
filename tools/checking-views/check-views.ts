import { WebClient, WebClientEvent } from '@slack/web-api'
import { isPlatformError } from '../../src/slack/rate-limited-call.ts'
import { drawnViews, type Drawn } from './drawn-views.ts'
import { type Refused, validateViews } from './validate-views.ts'

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
