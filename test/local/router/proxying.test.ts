import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { connect, Socket } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { close } from '../../../src/local/listen.ts'
import { openRouteTable } from '../../../src/local/router.ts'
import { routesContract } from '../../contracts/routes.ts'
import { targetOf } from '../../support/target-of.ts'
import { makeTemporaryDirectory } from '../../support/temporary-directory.ts'
import { makeRouterBench, openWebSocket, type RouterBench } from './harness.ts'

routesContract('router', async () => {
  const temporary = await makeTemporaryDirectory()
  const { routes, find } = await openRouteTable(join(temporary.path, 'routes.json'))
  const leadsTo = async (name: string) => targetOf(find(name))
  return { routes, machines: ['machine-1', 'machine-2'], leadsTo, close: temporary.remove }
})

describe('the router, leading to machines', () => {
  let bench: RouterBench
  beforeEach(async () => {
    bench = await makeRouterBench({ connectTimeoutMs: 50 })
  })
  afterEach(() => bench.clean())

  it('hands on method, path, query, headers and body, and the answer', async () => {
    let seen: IncomingMessage | undefined
    await bench.site((req, res) => {
      seen = req
      res.writeHead(201, { 'set-cookie': ['a=1', 'b=2'], 'x-plum': 'ripe' })
      req.pipe(res)
    })
    const options = { method: 'PUT', body: 'a plum', headers: { 'x-colour': 'blue', authorization: 'Basic eA==' } }
    const answer = await bench.get(`PLUM.localhost:${bench.port()}`, '/tree?branch=1', options)
    assert.deepEqual([answer.status, answer.body, answer.headers['x-plum']], [201, 'a plum', 'ripe'])
    assert.deepEqual(answer.headers['set-cookie'], ['a=1', 'b=2'])
    assert.deepEqual([seen?.method, seen?.url, seen?.headers['x-colour']], ['PUT', '/tree?branch=1', 'blue'])
    assert.equal(seen?.headers.authorization, 'Basic eA==')
  })

  it('says where the request came from, whatever the visitor claims', async () => {
    await bench.site((req, res) => res.end(JSON.stringify(req.headers)))
    const host = `plum.localhost:${bench.port()}`
    const claims = {
      'x-forwarded-for': '6.6.6.6',
      'x-forwarded-host': 'bank.test',
      'x-forwarded-proto': 'https',
      forwarded: 'for=6.6.6.6',
    }
    const seen: unknown = JSON.parse((await bench.get(host, '/', { headers: claims })).body)
    assert.ok(typeof seen === 'object' && seen !== null)
    const { 'x-forwarded-for': from, ...rest } = { 'x-forwarded-for': undefined, ...seen }
    assert.match(String(from), /127\.0\.0\.1$/)
    const expected = {
      host,
      'x-forwarded-host': host,
      'x-forwarded-proto': 'http',
      'x-forwarded-port': String(bench.port()),
    }
    assert.deepEqual(rest, { ...expected, connection: 'close' })
  })

  it('keeps headers of one connection to that connection', async () => {
    await bench.site((req, res) => {
      res.writeHead(200, { connection: 'close, x-secret', 'x-secret': '1', 'keep-alive': 'timeout=9' })
      res.end(JSON.stringify(req.headers))
    })
    const headers = {
      connection: 'keep-alive, x-hop',
      'x-hop': '1',
      te: 'trailers',
      'proxy-authorization': 'x',
      expect: '100-continue',
    }
    const answer = await bench.get('plum.localhost', '/', { headers })
    for (const name of ['x-hop', 'te', 'proxy-authorization', 'expect'])
      assert.ok(!answer.body.includes(`"${name}"`), name)
    assert.equal(answer.headers['x-secret'], undefined)
    assert.notEqual(answer.headers.connection, 'close')
  })

  it('takes an upload as fast as its machine does, and holds nothing of it', async () => {
    const size = 64 * 1024 * 1024
    let got = 0
    let read = () => {}
    await bench.site((req, res) => {
      read = () => void req.on('data', (part: Buffer) => (got += part.length)).on('end', () => res.end(String(got)))
    })
    const visitor = connect(bench.port(), '127.0.0.1')
    visitor.write(`PUT / HTTP/1.1\r\nhost: plum.localhost\r\ncontent-length: ${size}\r\nconnection: close\r\n\r\n`)
    visitor.write(Buffer.alloc(size))
    await setTimeout(500)
    assert.ok(visitor.writableLength > size / 4, `${visitor.writableLength} are left`)
    read()
    assert.match(await text(visitor), new RegExp(`${size}`))
  })

  it('tells at once what is refused before it is sent', async () => {
    await bench.site((_req, res) => res.writeHead(413, { connection: 'close' }).end('too large'))
    const visitor = connect(bench.port(), '127.0.0.1')
    visitor.write('PUT / HTTP/1.1\r\nhost: plum.localhost\r\ncontent-length: 9999999999\r\nconnection: close\r\n\r\n')
    assert.match(await text(visitor), /^HTTP\/1.1 413 /)
  })

  it('hands on long headers, both ways', async () => {
    await bench.site((req, res) => res.setHeader('x-long', 'x'.repeat(100_000)).end(String(req.headers.cookie?.length)))
    const { body, headers } = await bench.get('plum.localhost', '/', {
      headers: { cookie: 'y'.repeat(100_000) },
      maxHeaderSize: 200_000,
    })
    assert.deepEqual([body, headers['x-long']?.length], ['100000', 100_000])
  })

  it('ends no upload and no silent connection by itself', () => {
    const { requestTimeout, headersTimeout, timeout } = bench.server()
    assert.deepEqual({ requestTimeout, timeout }, { requestTimeout: 0, timeout: 0 })
    assert.ok(headersTimeout > 0, 'who says nothing at all is not waited for')
  })

  it('finds its routes again after a restart', async () => {
    await bench.site((_req, res) => res.end('here'))
    await bench.restart()
    assert.equal((await bench.get('plum.localhost')).body, 'here')
  })

  it('takes a route away at once', async () => {
    await bench.site((_req, res) => res.end('here'))
    await bench.routes().remove({ id: 'site-1', name: 'plum' })
    assert.equal((await bench.get('plum.localhost')).status, 404)
  })

  describe('that are not well', () => {
    const stillWorks = async () => {
      await bench.site((_req, res) => res.end('well again'))
      assert.equal((await bench.get('plum.localhost')).body, 'well again')
    }

    it('shows a page when one refuses', async () => {
      await close(await bench.site(() => undefined))
      const answer = await bench.get('plum.localhost', '/', { method: 'POST', body: 'x'.repeat(100_000) })
      assert.equal(answer.status, 502)
      assert.match(answer.body, /isn’t responding/)
      await stillWorks()
    })

    it('shows a page when one breaks off before it answers', async () => {
      await bench.site((req) => req.socket.destroy())
      assert.equal((await bench.get('plum.localhost')).status, 502)
      await stillWorks()
    })

    it('shows a page when one speaks no HTTP', async () => {
      await bench.site((req) => req.socket.end('plum\r\n\r\n'))
      assert.equal((await bench.get('plum.localhost')).status, 502)
      await stillWorks()
    })

    it('breaks off when one breaks off in the middle of its answer', async () => {
      await bench.site((req, res) => {
        res.writeHead(200, { 'content-length': 100 })
        res.write('half', () => req.socket.destroy())
      })
      await assert.rejects(bench.get('plum.localhost'))
      await stillWorks()
    })

    it('lets go of one when the visitor goes away', async () => {
      const visitor = connect(bench.port(), '127.0.0.1')
      const atMachine = new Promise<IncomingMessage>((resolve) => {
        void bench.site(resolve).then(() => visitor.write('GET / HTTP/1.1\r\nhost: plum.localhost\r\n\r\n'))
      })
      const { socket } = await atMachine
      visitor.resetAndDestroy()
      await once(socket, 'close')
      await stillWorks()
    })

    describe('and takes no connections', () => {
      let child: ChildProcess
      const fillers: Socket[] = []
      beforeEach(async () => {
        // Stopped, it accepts nothing; with its queue full, the kernel leaves further connections waiting.
        const program = `const s = require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(s.address().port))`
        child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
        const line = await firstOf(child.stdout ?? assert.fail(), 'data')
        child.kill('SIGSTOP')
        const port = Number(line)
        for (let i = 0; i < 4; i++) fillers.push(connect(port, '127.0.0.1').on('error', () => undefined))
        const address = `127.0.0.1:${port}`
        await bench.routes().put({ siteId: 'site-1', name: 'plum', instanceId: 'machine-1', address })
      })
      afterEach(async () => {
        for (const filler of fillers.splice(0)) filler.destroy()
        child.kill('SIGKILL')
        await once(child, 'exit')
      })

      it('shows a page when the time for that is over', async () => {
        const answer = await bench.get('plum.localhost')
        assert.equal(answer.status, 504)
        assert.match(answer.body, /is taking too long/)
        assert.equal(await openWebSocket(bench.port(), 'plum.localhost'), 504)
        await stillWorks()
      })
    })
  })

  describe('with WebSockets', () => {
    /** Upgrades, and says back what it hears. */
    const echo = async () => {
      const upstreams: Socket[] = []
      const server = await bench.site(() => undefined)
      server.on('upgrade', (req: IncomingMessage, socket: Socket) => {
        upstreams.push(socket)
        socket.on('error', () => undefined)
        const from = String(req.headers['x-forwarded-for'])
        socket.write(
          `HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n${req.url} ${from}\n`,
        )
        socket.pipe(socket)
      })
      return upstreams
    }
    const opened = async () => {
      const socket = await openWebSocket(bench.port(), 'plum.localhost')
      assert.ok(socket instanceof Socket)
      return socket
    }
    const heard = (socket: Socket) => firstOf(socket, 'data')

    it('passes both ways, and says where they came from', async () => {
      await echo()
      const socket = await opened()
      assert.match(await heard(socket), /^\/live\?x=1 \S*127\.0\.0\.1\n$/)
      socket.write('ripe?')
      assert.equal(await heard(socket), 'ripe?')
      socket.destroy()
    })

    it('ends one end with the other, however roughly', async () => {
      const upstreams = await echo()
      const first = await opened()
      first.resetAndDestroy()
      await once(upstreams[0] ?? assert.fail(), 'close')
      const second = await opened()
      second.on('error', () => undefined).resume()
      upstreams[1]?.resetAndDestroy()
      await once(second, 'close')
      assert.ok((await opened()) instanceof Socket)
    })

    it('refuses them where no machine takes them', async () => {
      assert.equal(await openWebSocket(bench.port(), 'quince.localhost'), 404)
      await close(await bench.site(() => undefined))
      assert.equal(await openWebSocket(bench.port(), 'plum.localhost'), 502)
      await bench.site((_req, res) => res.writeHead(401).end())
      assert.equal(await openWebSocket(bench.port(), 'plum.localhost'), 401)
      assert.equal(await openWebSocket(bench.port(), 'plum.localhost', 'h2c'), 400)
    })

    it('ends them when it closes', async () => {
      await echo()
      const socket = await opened()
      const closed = once(socket, 'close')
      socket.resume()
      await bench.restart()
      await closed
    })
  })
})

/** What comes with the next event of that name, as text. */
function firstOf(emitter: NodeJS.EventEmitter, event: string): Promise<string> {
  return new Promise((resolve) => emitter.once(event, (value: unknown) => resolve(String(value))))
}
