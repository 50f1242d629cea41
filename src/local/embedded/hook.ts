import type { IncomingMessage, ServerResponse } from 'node:http'
import { verify } from '@octokit/webhooks-methods'
import * as z from 'zod'
import { answer } from '../answer.ts'

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
  const body = await readBody(req)
  if (body === undefined) return tooLarge(req, res)
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
  const push = readPush(body)
  if (push === undefined) return [400, 'The payload is no push.']
  if (push.ref !== `refs/heads/${branch}`) return [200, 'ignored: another branch']
  if (push.deleted === true) return [200, 'The branch was deleted; what was deployed last stays.']
  await onPush()
  return [202, 'deploying']
}

function readPush(body: string): z.infer<typeof pushSchema> | undefined {
  try {
    return pushSchema.safeParse(JSON.parse(body)).data
  } catch {
    return undefined
  }
}

/** undefined when it is too large. Rejects when the sender breaks off. */
async function readBody(req: IncomingMessage): Promise<string | undefined> {
  if (Number(req.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return undefined
  const chunks: Buffer[] = []
  let size = 0
  // Left open on return, or there would be no connection to answer on.
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('requests are read as bytes')
    const bytes: Buffer = chunk
    size += bytes.length
    if (size > MAX_BODY_BYTES) return undefined
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function tooLarge(req: IncomingMessage, res: ServerResponse): void {
  // Senders read the answer only when they are rid of the body.
  req.resume()
  answer(res, 413, 'The payload is over 25 MB.', { connection: 'close' })
}
