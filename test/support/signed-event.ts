import { signRequest, type SlackRequest } from '@pokopoko/slack-emulator/testing'
import { functionUrlEvent } from '../../src/local/function-url-app.ts'
import type { Instant } from '../../src/site/time.ts'
import type { FunctionUrlEvent } from '../../src/slack/function-url.ts'

/** A request as it reaches the handler, signed as Slack signs. */
export function signedEvent(request: SlackRequest, signingSecret: string, now: Instant): FunctionUrlEvent {
  return functionUrlEvent(signRequest(request, signingSecret, now))
}
