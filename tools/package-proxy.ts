import { createServer, request } from 'node:http'

// A plain HTTP proxy on a socket file, for apt on machines whose network leads nowhere. Only what apt asks for: GETs.
const [socket] = process.argv.slice(2)
createServer((req, res) => {
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
}).listen(socket)
