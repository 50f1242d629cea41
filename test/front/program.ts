import type { GitRepository } from '../support/git-repository.ts'
import type { FrontCase } from './front-case.ts'

/**
 * A program that answers as the path says: with `/echo…`, what it was asked; with `/headers/N`, a header of so many bytes; with `/cookies`,
 * twenty of them; with `/silent/N`, after so many seconds.
 */
const PROGRAM = String.raw`
import json, os, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class Handler(BaseHTTPRequestHandler):
  protocol_version = 'HTTP/1.1'
  def log_message(self, *_): pass
  def answer(self):
    length = int(self.headers.get('Content-Length') or 0)
    got = 0
    while got < length: got += len(self.rfile.read(min(65536, length - got)))
    if self.headers.get('Transfer-Encoding') == 'chunked':
      while size := int(self.rfile.readline(), 16): got += len(self.rfile.read(size)); self.rfile.readline()
      self.rfile.readline()
    if self.path.startswith('/silent/'): time.sleep(float(self.path[8:]))
    headers, body = [('Content-Type', 'application/json')], b''
    if self.path == '/sjis': headers, body = [('Content-Type', 'text/html')], b'<meta charset="Shift_JIS"><p>\x93\xfa\x96\x7b'
    elif self.path == '/dated': headers = [('Last-Modified', 'Fri, 02 Jan 2026 03:04:05 GMT'), ('ETag', '"its own"')]
    elif self.path == '/kept': headers = [('Cache-Control', 'public, max-age=3600')]
    elif self.path == '/cookies': headers = [('Set-Cookie', 'c%d=%s' % (n, 'x' * 400)) for n in range(20)]
    elif self.path.startswith('/headers/'): headers = [('X-Long', 'x' * int(self.path[9:]))]
    elif self.path == '/redirect': headers = [('Location', '/elsewhere')]
    else:
      if 'Origin' in self.headers: headers += [('Access-Control-Allow-' + k, v) for k, v in [('Origin', self.headers['Origin']), ('Credentials', 'true'), ('Headers', 'authorization'), ('Methods', 'PUT')]]
      body = json.dumps({'method': self.command, 'path': self.path, 'got': got, 'pid': os.getpid(), 'headers': dict((k.lower(), v) for k, v in self.headers.items())}).encode()
    self.send_response(302 if self.path == '/redirect' else 200)
    for name, value in headers: self.send_header(name, value)
    self.send_header('Content-Length', str(len(body)))
    self.end_headers()
    if self.command != 'HEAD': self.wfile.write(body)
  do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer
ThreadingHTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
`

export const program: Parameters<GitRepository['commit']>[0] = {
  Procfile: 'web: python3 app.py\n',
  'app.py': PROGRAM,
  '.env': 'secret',
}

const MEGABYTE = 1024 * 1024
const reaches = (path: string): FrontCase => ({
  about: 'every path but our own is the program’s',
  path,
  status: 200,
  body: new RegExp(`"path": ${JSON.stringify(path).replace(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)}`),
})

export const programCases: readonly FrontCase[] = [
  ...[
    '/',
    '/.env',
    '/.netlify/functions/hello',
    '/node_modules/.vite/deps/vue.js?v=1',
    '/.well-known/acme',
    '/@vite/client',
    '/app.py',
    '/Procfile',
    '/index.php',
    '/_pokopoko',
    '/a//b',
    '/%7Ehome/%E6%97%A5',
    '/search?q=a%20b&x=[1]',
  ].map(reaches),
  ...['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((method) => ({
    about: 'any method',
    method,
    path: '/echo',
    status: 200,
    body: new RegExp(`"method": "${method}"`),
  })),
  { about: 'only the head', method: 'HEAD', path: '/echo', status: 200, body: '' },
  { about: 'one long header', path: '/headers/8000', status: 200, answer: { 'x-long': /^x{8000}$/ } },
  { about: 'a longer one', path: '/headers/30000', status: 200, answer: { 'x-long': /^x{30000}$/ } },
  { about: 'twenty cookies', path: '/cookies', status: 200, answer: { 'set-cookie': /c19=x{400}(,|$)/ } },
  {
    about: 'many cookies of a browser',
    path: '/echo',
    headers: { cookie: `a=${'x'.repeat(7000)}; b=${'y'.repeat(7000)}` },
    status: 200,
    body: /y{7000}/,
  },
  { about: 'a long address', path: `/echo?${'q'.repeat(12_000)}`, status: 200, body: /q{12000}/ },
  {
    about: 'a header with an underscore',
    path: '/echo',
    headers: { api_key: '1' },
    status: 200,
    body: /"api_key": "1"/,
  },
  {
    about: 'what it says of caches stays',
    path: '/kept',
    status: 200,
    answer: { 'cache-control': 'public, max-age=3600' },
  },
  { about: 'and nothing is added', path: '/echo', status: 200, answer: { 'cache-control': null } },
  {
    about: 'its date and ETag stay',
    path: '/dated',
    status: 200,
    answer: { 'last-modified': 'Fri, 02 Jan 2026 03:04:05 GMT', etag: '"its own"' },
  },
  {
    about: 'Shift_JIS stays',
    path: '/sjis',
    status: 200,
    answer: { 'content-type': 'text/html' },
    body: /\x93\xfa\x96\x7b$/,
  },
  { about: 'its redirects stay', path: '/redirect', status: 302, answer: { location: '/elsewhere' } },
  { about: 'the scheme of the visitor', path: '/echo', status: 200, body: /"x-forwarded-proto": "http/ },
  { about: "the site's own password stays outside", path: '/echo', status: 200, body: /^(?!.*authorization)/s },
  {
    about: 'an upload larger than nginx takes by itself',
    method: 'PUT',
    path: '/echo',
    upload: 1024 * MEGABYTE,
    status: 200,
    body: new RegExp(`"got": ${1024 * MEGABYTE}`),
  },
  {
    about: 'one that is too large, before it is sent',
    method: 'PUT',
    path: '/echo',
    headers: { expect: '100-continue', 'content-length': String(1025 * MEGABYTE) },
    status: 413,
    answer: { 'content-type': 'text/plain; charset=utf-8' },
    body: /^What you sent is larger than this site accepts\./,
  },
  {
    about: 'one that is too large, from a form',
    method: 'POST',
    path: '/echo',
    headers: { 'content-length': String(1025 * MEGABYTE), accept: 'text/html', 'accept-language': 'ja' },
    status: 413,
    answer: { 'content-type': 'text/html; charset=utf-8', 'content-language': 'ja' },
    body: /<html lang="ja">[^]*<h1>/,
  },
  {
    about: 'an upload that does not say how long it is',
    method: 'POST',
    path: '/echo',
    headers: { 'transfer-encoding': 'chunked' },
    upload: 3 * MEGABYTE,
    status: 200,
    body: new RegExp(`"got": ${3 * MEGABYTE}`),
  },
  {
    about: 'a part of what it serves is the program’s to cut',
    path: '/echo',
    headers: { range: 'bytes=0-3' },
    status: 200,
    body: /"range": "bytes=0-3"/,
  },
  { about: 'an answer that takes its time', path: '/silent/2', status: 200, body: /"path": "\/silent\/2"/ },
  ...['x_forwarded_for', 'X_Real_IP', 'x_forwarded_proto'].map((name) => ({
    about: 'no visitor is somebody else by an underscore',
    path: '/echo',
    headers: { [name]: '6.6.6.6' },
    status: 200,
    body: /^(?!.*6\.6\.6\.6)/s,
  })),
  {
    about: 'the scheme is the visitor’s, whatever else they say of it',
    path: '/echo',
    headers: { x_forwarded_proto: 'gopher' },
    status: 200,
    body: /"x-forwarded-proto": "https?"/,
  },
  {
    about: 'an upload that asks first',
    method: 'POST',
    path: '/echo',
    headers: { expect: '100-continue' },
    upload: 10,
    status: 200,
    body: /"got": 10/,
  },
  {
    about: 'a preflight is the program’s to answer',
    method: 'OPTIONS',
    path: '/echo',
    headers: { authorization: '', 'access-control-request-method': 'PUT', origin: 'https://elsewhere.example.com' },
    status: 200,
    body: /"method": "OPTIONS"/,
    answer: { 'set-cookie': null },
  },
  {
    about: 'one with a made-up password begins no session',
    method: 'OPTIONS',
    path: '/echo',
    headers: { authorization: 'Basic YTpi', 'access-control-request-method': 'PUT' },
    status: 200,
    answer: { 'set-cookie': null },
  },
  { about: 'no other OPTIONS', method: 'OPTIONS', path: '/echo', headers: { authorization: '' }, status: 401 },
  { about: 'nobody gets in without the password', path: '/echo', headers: { authorization: '' }, status: 401 },
  { about: 'search engines stay away', path: '/echo', status: 200, answer: { 'x-robots-tag': /noindex/ } },
  {
    about: 'the health check is ours',
    path: '/_pokopoko/health',
    headers: { authorization: '' },
    status: 200,
    body: 'ok\n',
  },
]
