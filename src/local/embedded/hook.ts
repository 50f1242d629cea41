import type { IncomingMessage, ServerResponse } from 'node:http'
import { verify } from '@octokit/webhooks-methods'
import * as z from 'zod'
import { answer } from '../answer.ts'
import { parseJson } from '../../parse-json.ts'
import { readBody } from '../read-body.ts'

/** GitHub's own cap on payloads ("Webhook events and payloads", payload cap). */
const MAX_BODY_BYTES = 25 * 1024 * 1024

const pushSchema = z.object({ ref: z.string(), deleted: z.boolean().optional() })

export interface HookSettings {
  secret: string
  branch: string
  /**
   * Called once for each push to the branch; it is answered when that is on record. Must not wait for the deploy, since GitHub gives up
   * after 10 s.
   */
  onPush(): Promise<void>
}

/** The push webhook, as GitHub sends it. */
export async function receiveHook(req: IncomingMessage, res: ServerResponse, settings: HookSettings): Promise<void> {
  if (req.method !== 'POST') return answer(res, 405, 'Only POST.', { allow: 'POST' })
  const body = await readBody(req, MAX_BODY_BYTES)
  if (body === undefined) return answer(res, 413, 'The payload is over 25 MB.', { connection: 'close' })
  const signature = req.headers['x-hub-signature-256']
  // `verify` throws where one of them is missing.
  const isSigned = typeof signature === 'string' && signature !== '' && body !== ''
  if (!isSigned || !(await verify(settings.secret, body, signature))) {
    return answer(res, 403, 'The signature is wrong or missing.')
  }
  const [status, text] = await react(req.headers['x-github-event'], body, settings)
  answer(res, status, text)
}

async function react(
  event: string | string[] | undefined,
  body: string,
  { branch, onPush }: HookSettings,
): Promise<[number, string]> {
  if (event === 'ping') return [200, 'pong']
  if (event !== 'push') return [200, 'ignored: not a push']
  const push = pushSchema.safeParse(parseJson(body)).data
  if (push === undefined) return [400, 'The payload is no push.']
  if (push.ref !== `refs/heads/${branch}`) return [200, 'ignored: another branch']
  if (push.deleted === true) return [200, 'The branch was deleted; what was deployed last stays.']
  await onPush()
  return [202, 'deploying']
}
