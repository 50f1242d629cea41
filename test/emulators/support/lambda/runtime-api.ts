import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import * as z from 'zod'
import { close, listen } from '../../../../src/local/listen.ts'

/** What a function made of an event. */
export type Outcome = { kind: 'answer'; value: unknown } | { kind: 'error'; type: string; message: string }

export interface RuntimeApiEvents {
  /** The runtime has asked for the next event: Lambda freezes it now. */
  idle(): void
  /** It could not start. */
  initFailed(outcome: Extract<Outcome, { kind: 'error' }>): void
}

const API = '/2018-06-01/runtime'
/** Source: Lambda quotas, invocation payload (synchronous). */
const MAX_BYTES = 6 * 1024 * 1024
const FUNCTION_ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:pokopoko-slack'
const errorSchema = z.object({ errorType: z.string(), errorMessage: z.string(), trace: z.array(z.string()) })

interface Invocation {
  id: string
  settle(outcome: Outcome): void
}

/** Lambda's side of one container. Source: AWS Lambda, "Using the Lambda runtime API for custom runtimes" (2018-06-01). */
export async function startRuntimeApi(events: RuntimeApiEvents) {
  let waiting: ServerResponse | undefined
  let current: Invocation | undefined

  const finish = (id: string, outcome: Outcome, res: ServerResponse) => {
    if (current?.id !== id) return refuse(res, 400, 'InvalidRequestID')
    const { settle } = current
    current = undefined
    settle(outcome)
    return accept(res)
  }
  const next = (res: ServerResponse) => {
    if (current !== undefined || waiting !== undefined) return refuse(res, 403, 'InvalidStateTransition')
    waiting = res
    return events.idle()
  }
  const take = async (req: IncomingMessage, res: ServerResponse) => {
    const path = (req.url ?? '').slice(API.length)
    const body = await text(req)
    if (req.method === 'GET' && path === '/invocation/next') return next(res)
    if (req.method !== 'POST') return refuse(res, 404, 'NotFound')
    if (Buffer.byteLength(body) > MAX_BYTES) return refuse(res, 413, 'RequestEntityTooLarge')
    if (path === '/init/error') {
      events.initFailed(errorIn(body))
      return accept(res)
    }
    const [, id = '', what] = /^\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? []
    if (what === 'response') return finish(id, { kind: 'answer', value: JSON.parse(body) }, res)
    return what === 'error' ? finish(id, errorIn(body), res) : refuse(res, 404, 'NotFound')
  }
  const server = createServer((req, res) => void take(req, res))
  return {
    address: `127.0.0.1:${await listen(server)}`,
    /** Gives the event to the runtime, which must be idle. Settles with what came of it. */
    deliver: (event: unknown, deadlineMs: number): Promise<Outcome> =>
      new Promise((resolve) => {
        assert.ok(waiting !== undefined, 'the runtime is not idle')
        const id = randomUUID()
        current = { id, settle: resolve }
        waiting.writeHead(200, {
          'content-type': 'application/json',
          'lambda-runtime-aws-request-id': id,
          'lambda-runtime-deadline-ms': String(deadlineMs),
          'lambda-runtime-invoked-function-arn': FUNCTION_ARN,
          'lambda-runtime-trace-id': 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1',
        })
        waiting.end(JSON.stringify(event))
        waiting = undefined
      }),
    close: () => close(server),
  }
}

function errorIn(body: string): Extract<Outcome, { kind: 'error' }> {
  const { errorType: type, errorMessage: message } = errorSchema.parse(JSON.parse(body))
  return { kind: 'error', type, message }
}

function accept(res: ServerResponse): void {
  res.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}')
}

function refuse(res: ServerResponse, status: number, errorType: string): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ errorType, errorMessage: '' }))
}
