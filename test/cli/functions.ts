import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { listenOn } from '../../src/local/platform/listen.ts'

/**
 * Lambda, for a program that asks a stack's functions. Source: AWS Lambda API reference, GetFunctionConfiguration and
 * Invoke.
 */
export async function startFunctions(stack: string, environment: Record<string, string>) {
  const findings = { sites: 1, lookedAt: ['plum'], unreadable: [], suspects: [], removed: [], dryRun: true, errors: 0 }
  const answers: Record<string, object> = {
    [`GET /2015-03-31/functions/${stack}-slack/configuration`]: { Environment: { Variables: environment } },
    [`POST /2015-03-31/functions/${stack}-sweep/invocations {"dryRun":true}`]: findings,
  }
  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    const question = `${req.method} ${req.url?.split('?')[0]} ${await text(req)}`.trim()
    const found = answers[question]
    if (found === undefined) res.writeHead(404, { 'x-amzn-errortype': 'ResourceNotFoundException' })
    res.end(JSON.stringify(found ?? { Type: 'User', Message: `Function not found: ${question}` }))
  }
  const server = createServer((req, res) => void answer(req, res))
  return {
    url: `http://127.0.0.1:${await listenOn(server, 0, 'PORT')}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
