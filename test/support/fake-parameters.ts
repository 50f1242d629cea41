import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import * as z from 'zod'
import { close, listen } from '../../src/local/listen.ts'

const callSchema = z.object({ Names: z.array(z.string()).min(1).max(10), WithDecryption: z.boolean().default(false) })

/** SSM's GetParameters over HTTP, for SecureString parameters. Source: Systems Manager API Reference. */
export async function startFakeParameters(parameters: Record<string, string>) {
  const values = new Map(Object.entries(parameters))
  const calls: z.infer<typeof callSchema>[] = []
  let failing = 0
  const server = createServer((req, res) => {
    void (async () => {
      const call = callSchema.parse(JSON.parse(await text(req)))
      calls.push(call)
      const fails = failing > 0 || req.headers['x-amz-target'] !== 'AmazonSSM.GetParameters'
      failing = Math.max(0, failing - 1)
      const found = call.Names.filter((name) => values.has(name))
      const answer = fails
        ? { __type: 'InternalServerError' }
        : {
            Parameters: found.map((name) => ({
              Name: name,
              Type: 'SecureString',
              Value: call.WithDecryption ? values.get(name) : 'AQICAHh…',
            })),
            InvalidParameters: call.Names.filter((name) => !values.has(name)),
          }
      res.writeHead(fails ? 500 : 200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer))
    })()
  })
  const port = await listen(server)
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    put: (name: string, value: string) => values.set(name, value),
    remove: (name: string) => values.delete(name),
    /** So many calls fail. */
    breakFor: (calls: number) => {
      failing = calls
    },
    close: () => close(server),
  }
}
