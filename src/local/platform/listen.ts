import type { Server } from 'node:http'

/** Listens on this machine alone; returns the port. Error with one line for people when the port is not to be had. */
export async function listenOn(server: Server, port: number, setting: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(new Error(trouble(cause, port, setting), { cause })))
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('A TCP server has an address and a port')
  return address.port
}

function trouble({ code, message }: NodeJS.ErrnoException, port: number, setting: string): string {
  if (code === 'EADDRINUSE') return `Port ${port} is in use; choose another with ${setting}=…`
  if (code === 'EACCES') return `Port ${port} may not be used; choose one above 1023 with ${setting}=…`
  return `Port ${port} cannot be used: ${message}`
}
