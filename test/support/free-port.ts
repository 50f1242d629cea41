import { createServer } from 'node:http'
import { listenOn } from '../../src/local/listen.ts'

/** One that nothing listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listenOn(server, 0, 'PORT')
  await new Promise((resolve) => server.close(resolve))
  return port
}
