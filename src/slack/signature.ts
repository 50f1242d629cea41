import { isValidSlackRequest } from '@slack/bolt'

/** Why a request isn't Slack's. */
export type SignatureProblem = 'no signature' | 'no timestamp' | 'too old' | 'from the future' | 'another signature'

/** Older requests may be replays. Source: Slack, "Verifying requests from Slack". */
const MAX_AGE_S = 5 * 60
/** Clocks differ, but a request from further in the future was made up. */
const MAX_AHEAD_S = 60

export interface SignedRequest {
  headers: Record<string, string | undefined>
  body: string
}

/** undefined if it was signed with that secret just now. */
export function signatureProblem(
  { headers, body }: SignedRequest,
  signingSecret: string,
): SignatureProblem | undefined {
  const signature = headers['x-slack-signature'] ?? ''
  const timestamp = Number(headers['x-slack-request-timestamp'] ?? Number.NaN)
  if (signature === '') return 'no signature'
  if (Number.isNaN(timestamp)) return 'no timestamp'
  const ageS = Date.now() / 1000 - timestamp
  if (ageS > MAX_AGE_S) return 'too old'
  if (ageS < -MAX_AHEAD_S) return 'from the future'
  const isSigned = isValidSlackRequest({
    signingSecret,
    body,
    headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp },
  })
  return isSigned ? undefined : 'another signature'
}
