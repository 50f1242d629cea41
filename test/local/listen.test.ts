import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { close, listenOn } from '../../src/local/listen.ts'

describe('listenOn', () => {
  it('takes a free port of the loopback address', async () => {
    const server = createServer()
    const port = await listenOn(server, 0, 'PORT')
    assert.deepEqual(server.address(), { address: '127.0.0.1', family: 'IPv4', port })
    await close(server)
  })

  it('names the setting with which to choose another', async () => {
    const first = createServer()
    const port = await listenOn(first, 0, 'PORT')
    const taken = { message: `Port ${port} is in use; choose another with SITES_PORT=…` }
    await assert.rejects(listenOn(createServer(), port, 'SITES_PORT'), taken)
    await close(first)
    const refused = (error: Error) => {
      const server = createServer()
      server.listen = () => {
        server.emit('error', error)
        return server
      }
      return server
    }
    const denied = Object.assign(new Error('listen EACCES'), { code: 'EACCES' })
    const above = { message: 'Port 80 may not be used; choose one above 1023 with PORT=…' }
    await assert.rejects(listenOn(refused(denied), 80, 'PORT'), above)
    const other = { message: 'Port 80 cannot be used: no loopback' }
    await assert.rejects(listenOn(refused(new Error('no loopback')), 80, 'PORT'), other)
  })

  it('is open to this computer alone', async () => {
    const server = createServer((_req, res) => res.end())
    const port = await listenOn(server, 0, 'PORT')
    const others = Object.values(networkInterfaces()).flatMap((all = []) => all.filter(({ internal }) => !internal))
    for (const host of ['127.0.0.2', ...others.map(({ address }) => address)]) {
      await assert.rejects(
        new Promise((resolve, reject) => {
          const socket = connect({ host, port, timeout: 1000 }, () => resolve(socket.destroy()))
          socket.once('error', reject)
          socket.once('timeout', () => reject(new Error('nobody answers')))
        }),
      )
    }
    server.close()
  })
})
