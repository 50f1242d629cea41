import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'

// A proxy on a socket file, for package managers on machines whose network leads nowhere: GETs over HTTP, as apt's, and tunnels to port 443.
const [socket] = process.argv.slice(2)
const server = createServer((req, res) => {
  const url = URL.parse(req.url ?? '')
  if (url?.protocol !== 'http:' || req.method !== 'GET') {
    res.writeHead(400).end()
    return
  }
  const { host: _, connection: __, 'proxy-connection': ___, ...headers } = req.headers
  const upstream = request(url, { headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(res)
  })
  upstream.on('error', () => res.destroy())
  upstream.end()
})
server.on('connect', ({ url }, client: Duplex, head: Buffer) => {
  const [host, port] = (url ?? '').split(':')
  if (host === undefined || port !== '443') return void client.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  const upstream = connect(443, host, () => {
    client.write('HTTP/1.1 200 OK\r\n\r\n')
    upstream.write(head)
    upstream.pipe(client).pipe(upstream)
  })
  upstream.on('error', () => client.destroy())
  client.on('error', () => upstream.destroy())
})
server.listen(socket)
