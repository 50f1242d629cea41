import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/**
 * Leads connections to a server on this computer, and can close all that are open, as servers and load balancers do with idle ones:
 * the next request needs a new one.
 */
export async function startCuttable(url: string) {
  const target = Number(new URL(url).port)
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    const onward = connect(target, '127.0.0.1')
    open.add(socket)
    socket.pipe(onward).pipe(socket)
    socket.on('error', () => {})
    socket.on('close', () => {
      open.delete(socket)
      onward.destroy()
    })
    onward.on('error', () => socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = addressOf(server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    /** Returns how many there were. */
    cut: () => {
      const count = open.size
      for (const socket of open) socket.destroy()
      return count
    },
    close: async () => {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('A TCP server has an address and a port')
  return address
}
