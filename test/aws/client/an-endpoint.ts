import { createServer, type IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import { close, listen } from '../../../src/local/listen.ts'
import { setEnvironment } from '../../support/set-environment.ts'

/** What a server answers: headers at once, the chunks of the body one after another, and the end unless it stalls. */
export interface Answer {
  status?: number
  headers?: Record<string, string>
  chunks: string[]
  chunkMs?: number
  stalls?: boolean
}

/** In place of AWS, by real HTTP; the SDK's own variables lead to it. */
export async function startEndpoint(answer: (asked: string, headers: IncomingHttpHeaders) => Answer) {
  let requests = 0
  const server = createServer((req, res) => {
    requests += 1
    void text(req).then((asked) => {
      const { status = 200, headers = {}, chunks, chunkMs = 0, stalls = false } = answer(asked, req.headers)
      res.writeHead(status, headers)
      res.flushHeaders()
      const send = (at: number) => {
        const chunk = chunks[at]
        if (chunk !== undefined) {
          res.write(chunk)
          setTimeout(send, chunkMs, at + 1)
        } else if (!stalls) res.end()
      }
      send(0)
    })
  })
  const restore = setEnvironment({
    AWS_ENDPOINT_URL: `http://127.0.0.1:${await listen(server)}`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  })
  return {
    requests: () => requests,
    close: async () => {
      restore()
      server.closeAllConnections()
      await close(server)
    },
  }
}
