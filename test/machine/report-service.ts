import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { reportSchema, type StatusReport } from './test-machine.ts'

/** What the service that machines report to is to be called by, and what it has heard. */
export interface ReportService {
  port: number
  token: string
  reports: { path: string; bytes: number; status: StatusReport }[]
  /** What it answers from now on; 204 at first. */
  answer(status: number): void
  /** How many came that it did not take. */
  refused(): number
  close(): Promise<void>
}

export const TOKEN = 'the-token.of_the~reports+/2026=='

/** As the service does: takes JSON of at most 64 KB by POST, with the token as bearer. Everything else is an error. */
export async function startReportService(): Promise<ReportService> {
  const reports: ReportService['reports'] = []
  let answer = 204
  let refused = 0
  const take = async (req: IncomingMessage): Promise<number> => {
    const body = await text(req)
    if (answer !== 204) return answer
    if (req.headers.authorization !== `Bearer ${TOKEN}`) return 401
    const isJson = req.method === 'POST' && req.headers['content-type'] === 'application/json'
    if (!isJson || Buffer.byteLength(body) > 64 * 1024) return 400
    reports.push({ path: req.url ?? '', bytes: Buffer.byteLength(body), status: reportSchema.parse(JSON.parse(body)) })
    return 204
  }
  const server = createServer((req, res) => {
    void take(req)
      .catch(() => 500)
      .then((status) => {
        if (status !== 204) refused += 1
        res.writeHead(status).end()
      })
  })
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('it listens on no port')
  return {
    port: address.port,
    token: TOKEN,
    reports,
    answer: (status) => (answer = status),
    refused: () => refused,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
