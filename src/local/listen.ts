import { once } from 'node:events'
import type { Server } from 'node:http'
import { codeOf } from '../site/errors.ts'

/** Listens on the loopback address alone, on any free port unless one is given. Resolves with the port. */
export async function listen(server: Server, port = 0): Promise<number> {
  const listening = once(server, 'listening')
  server.listen(port, '127.0.0.1')
  await listening
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('A TCP server has an address and a port')
  return address.port
}

/** As {@link listen}. If the port can't be used, Error with a line for people that names the setting. */
export async function listenOn(server: Server, port: number, setting: string): Promise<number> {
  try {
    return await listen(server, port)
  } catch (cause) {
    throw new Error(problemOf(cause, port, setting), { cause })
  }
}

function problemOf(error: unknown, port: number, setting: string): string {
  const code = codeOf(error)
  if (code === 'EADDRINUSE') return `Port ${port} is in use; choose another with ${setting}=…`
  if (code === 'EACCES') return `Port ${port} may not be used; choose one above 1023 with ${setting}=…`
  return `Port ${port} cannot be used: ${error instanceof Error ? error.message : String(error)}`
}

/** Stops listening, and ends every connection. */
export async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await closed
}
