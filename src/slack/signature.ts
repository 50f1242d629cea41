import { isValidSlackRequest } from '@slack/bolt'

/** Why a request is not taken for one of Slack's. */
export type SignatureProblem = 'no signature' | 'no timestamp' | 'too old' | 'from the future' | 'another signature'

/** Older ones may be replayed by someone who has seen them. Source: Slack, "Verifying requests from Slack". */
const MAX_AGE_S = 5 * 60
/** Clocks differ; a request from further ahead than this was made up. */
const MAX_AHEAD_S = 60

export interface SignedRequest {
  headers: Record<string, string | undefined>
  body: string
}

/** undefined: it is signed with that secret, and was so just now. */
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
