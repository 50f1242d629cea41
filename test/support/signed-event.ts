import { signRequest, type SlackRequest } from '@pokopoko/slack-emulator/testing'
import { functionUrlEvent } from '../../src/local/function-url-app.ts'
import type { Instant } from '../../src/site/time.ts'
import type { FunctionUrlEvent } from '../../src/slack/function-url.ts'

/** A request as it reaches the handler, signed as Slack signs. */
export function signedEvent(request: SlackRequest, signingSecret: string, now: Instant): FunctionUrlEvent {
  return functionUrlEvent(signRequest(request, signingSecret, now))
}

/** `/testsite TEXT` as it reaches the handler. */
export function signedCommand(text: string, signingSecret: string): FunctionUrlEvent {
  const form = {
    command: '/testsite',
    text,
    user_id: 'U0BEN',
    channel_id: 'C0CAMPAIGN',
    team_id: 'T0ACME',
    trigger_id: '1.1.1',
    response_url: 'https://hooks.slack.com/commands/1',
  }
  return signedEvent({ kind: 'form', body: new URLSearchParams(form).toString() }, signingSecret, Date.now())
}
