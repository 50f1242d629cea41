import { once } from 'node:events'
import type { Server } from 'node:http'

/** Listens on any free port of the loopback address. Resolves with the port. */
export async function listen(server: Server): Promise<number> {
  const listening = once(server, 'listening')
  server.listen(0, '127.0.0.1')
  await listening
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('A TCP server has an address and a port')
  return address.port
}

export async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await closed
}
