import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { listenOn } from '../../src/local/listen.ts'

/** What a function makes of a payload, as JSON; throws where it fails. */
export type Invoked = (payload: string) => object | null

/**
 * Lambda, for a program that asks a stack's functions. Source: AWS Lambda API reference, GetFunctionConfiguration and
 * Invoke.
 */
export async function startFunctions(
  stack: string,
  environment: Record<string, string>,
  invoked: Record<string, Invoked> = {},
) {
  const findings = {
    sites: 1,
    reconciled: ['plum'],
    unreadable: [],
    suspects: [],
    removed: [],
    dryRun: true,
    errors: 0,
  }
  const answers: Record<string, Invoked> = {
    [`GET /2015-03-31/functions/${stack}-slack/configuration`]: () => ({ Environment: { Variables: environment } }),
    [`POST /2015-03-31/functions/${stack}-sweep/invocations`]: (payload) => {
      assert.equal(payload, '{"dryRun":true}')
      return findings
    },
  }
  for (const [name, work] of Object.entries(invoked)) {
    answers[`POST /2015-03-31/functions/${stack}-${name}/invocations`] = work
  }
  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    const question = `${req.method} ${req.url?.split('?')[0]}`
    const work = answers[question]
    if (work === undefined) {
      res.writeHead(404, { 'x-amzn-errortype': 'ResourceNotFoundException' })
      res.end(JSON.stringify({ Type: 'User', Message: `Function not found: ${question}` }))
      return
    }
    const payload = await text(req)
    res.setHeader('x-amzn-requestid', randomUUID())
    try {
      res.end(JSON.stringify(work(payload)))
    } catch {
      res.writeHead(200, { 'x-amz-function-error': 'Unhandled' }).end('{"errorMessage":"secret"}')
    }
  }
  const server = createServer((req, res) => void answer(req, res))
  return {
    url: `http://127.0.0.1:${await listenOn(server, 0, 'PORT')}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
