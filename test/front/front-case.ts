import assert from 'node:assert/strict'
import { Agent, request, type IncomingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'

/** A request to a site's machine, and what comes of it. */
export interface FrontCase {
  /** What people expect. */
  about: string
  path: string
  method?: string
  /** Beside the site's password; `authorization: ''` for none. */
  headers?: Record<string, string>
  /** How many bytes to send; with `transfer-encoding: chunked`, without saying so before. */
  upload?: number
  /** Several where both are right. */
  status: number | readonly number[]
  /** Of the answer, by name; null for one that isn't there. */
  answer?: Record<string, string | RegExp | null>
  body?: string | RegExp
}

export interface FrontAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

/** Where a site is, and the `Authorization` that opens it. */
export interface Door {
  url: string
  host: string
  authorization: string
}

/** Declares a test for each case. */
export function runCases(cases: readonly FrontCase[], door: () => Door): void {
  for (const one of cases) {
    it(`${one.about}: ${one.method ?? 'GET'} ${one.path.slice(0, 60)}`, async () => {
      const answer = await ask(door(), one.path, one)
      const { status, headers, body } = answer
      const said = `${status} ${JSON.stringify(headers)}\n${body.toString('latin1').slice(0, 500)}`
      assert.ok([one.status].flat().includes(status), said)
      for (const [name, expected] of Object.entries(one.answer ?? {})) {
        const value = headers[name]?.toString()
        if (expected === null) assert.equal(value, undefined, said)
        else if (typeof expected === 'string') assert.equal(value, expected, said)
        else assert.match(value ?? '', expected, said)
      }
      if (typeof one.body === 'string') assert.equal(body.toString(), one.body)
      else if (one.body !== undefined) assert.match(body.toString('latin1'), one.body)
    })
  }
}

/** Sends the path as it is: fetch would tidy it. */
export function ask(
  { url, host, authorization }: Door,
  path: string,
  { method = 'GET', headers = {}, upload = 0 }: Pick<FrontCase, 'method' | 'headers' | 'upload'> = {},
): Promise<FrontAnswer> {
  const { hostname, port } = new URL(url)
  const { authorization: own = authorization, ...others } = headers
  const sent = {
    host,
    ...(own !== '' && { authorization: own }),
    ...(upload > 0 && others['transfer-encoding'] === undefined && { 'content-length': upload }),
    ...others,
  }
  return new Promise((resolve, reject) => {
    const req = request(
      { hostname, port, path, method, headers: sent, maxHeaderSize: 200_000, agent: false },
      (res) => {
        const parts: Buffer[] = []
        res.on('data', (part: Buffer) => parts.push(part))
        res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(parts) }))
      },
    ).on('error', reject)
    if (upload > 0) Readable.from(bytes(upload)).pipe(req)
    else req.end()
  })
}

function* bytes(count: number): Generator<Buffer> {
  const part = Buffer.alloc(256 * 1024, 'x')
  for (let left = count; left > 0; left -= part.length) yield left < part.length ? part.subarray(0, left) : part
}

/** A second request goes by the connection of the first. */
export async function keepsConnection({ url, host, authorization }: Door): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const once = () =>
    new Promise<boolean>((resolve, reject) => {
      const req = request(url, { agent, headers: { host, authorization } }, (res) => {
        res.resume().on('end', () => resolve(req.reusedSocket))
      })
      req.on('error', reject).end()
    })
  assert.deepEqual([await once(), await once(), await once()], [false, true, true])
  agent.destroy()
}

/** A push that replaces `/changing.txt` by `AFTER.`, of the same length, leaves the copies of everything else current. */
export async function keepsEtags(door: Door, push: () => Promise<unknown>): Promise<void> {
  const etags = async () =>
    Promise.all(['/changing.txt', '/docs/'].map(async (path) => (await ask(door, path)).headers.etag ?? assert.fail()))
  const [before = '', docs = ''] = await etags()
  await push()
  const [changed, same] = await etags()
  assert.equal(same, docs)
  assert.notEqual(changed, before)
  const again = await ask(door, '/docs/', { headers: { 'if-none-match': docs } })
  assert.deepEqual([again.status, again.headers.etag], [304, docs])
  const { status, body } = await ask(door, '/changing.txt', { headers: { 'if-none-match': before } })
  assert.deepEqual([status, body.toString()], [200, 'AFTER.'])
}

/** The cookie of a session, as a browser sends it. */
export async function sessionOf(door: Door): Promise<string> {
  const { headers } = await ask(door, '/')
  return headers['set-cookie']?.[0]?.split(';', 1)[0] ?? assert.fail('no session')
}
