import { createEventsDoor, type EventsDoorDeps, MAX_EVENT_BYTES } from '../github/events/door.ts'
import type { FunctionUrlEvent, FunctionUrlHandler } from '../slack/function-url.ts'

/** GitHub's door, behind the same Function URL as Slack's. Loaded when the first event comes: Slack waits for none of it. */
export function createGithubEvents(deps: EventsDoorDeps): FunctionUrlHandler {
  const door = createEventsDoor(deps)
  return async (event) => {
    const { status, headers, body } = await door({
      method: event.requestContext.http.method,
      headers: event.headers,
      body: async () => textOf(event),
    })
    return { statusCode: status, headers, body }
  }
}

function textOf({ body = '', isBase64Encoded }: FunctionUrlEvent): string | undefined {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
  return bytes.length > MAX_EVENT_BYTES ? undefined : bytes.toString('utf8')
}
