import assert from 'node:assert/strict'
import { createSign, generateKeyPairSync } from 'node:crypto'
import * as z from 'zod'
import { CLASSIC } from './personal-token.ts'
import { startFakeGithub, type StartedGithub } from './start.ts'

const MINUTE_S = 60
const tokenAnswer = z.object({ token: z.string() })

describe('the fake GitHub', () => {
  let started: StartedGithub
  beforeEach(async () => {
    const repositories = Array.from({ length: 250 }, (_, index) => ({ name: `acme/site-${index}` }))
    started = await startFakeGithub({ org: 'acme', repositories, personalTokens: { ghp_plum: CLASSIC } })
  })
  afterEach(() => started.close())

  const ask = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
    fetch(`${started.url}${path}`, { headers: { authorization: 'token ghp_plum', ...headers }, ...init })
  const exchange = async (claims: object, key = started.app.privateKey, alg = 'RS256') => {
    const jwt = sign({ iss: started.app.appId, iat: nowS(), exp: nowS() + 9 * MINUTE_S, ...claims }, key, alg)
    const path = `/app/installations/${started.app.installationId}/access_tokens`
    return ask(path, { authorization: `Bearer ${jwt}` }, { method: 'POST' })
  }

  it('gives a token for a JWT that is signed by the App and short-lived', async () => {
    const answer = await exchange({})
    assert.equal(answer.status, 201)
    const { token } = tokenAnswer.parse(await answer.json())
    assert.equal((await ask('/installation/repositories', { authorization: `token ${token}` })).status, 200)
  })

  it('refuses JWTs that GitHub refuses', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
    assert.equal((await exchange({}, privateKey)).status, 401)
    assert.equal((await exchange({}, started.app.privateKey, 'none')).status, 401)
    assert.equal((await exchange({ exp: nowS() + 11 * MINUTE_S })).status, 401)
    assert.equal((await exchange({ exp: nowS() - 1 })).status, 401)
    assert.equal((await exchange({ iat: nowS() + 5 })).status, 401)
    assert.equal((await exchange({ iss: '1' })).status, 404)
  })

  it('ends tokens after an hour, and takes no JWT for anything else', async () => {
    const { token } = tokenAnswer.parse(await (await exchange({})).json())
    started.github.state.tokens.set(token, Date.now())
    assert.equal((await ask('/repos/acme/site-0', { authorization: `token ${token}` })).status, 401)
    const jwt = sign({ iss: started.app.appId, iat: nowS(), exp: nowS() + MINUTE_S }, started.app.privateKey)
    assert.equal((await ask('/repos/acme/site-0', { authorization: `Bearer ${jwt}` })).status, 401)
    assert.equal((await fetch(`${started.url}/repos/acme/site-0`)).status, 401)
  })

  it('gives 30 a page unless asked, 100 at most, with links to the others', async () => {
    const pageSizes = await Promise.all(
      ['', '?per_page=1000', '?per_page=100&page=3', '?page=99'].map(async (query) => {
        const answer = await ask(`/orgs/acme/repos${query}`)
        return z.array(z.unknown()).parse(await answer.json()).length
      }),
    )
    assert.deepEqual(pageSizes, [30, 100, 50, 0])
    const links = (await ask('/orgs/acme/repos?per_page=100&page=2')).headers.get('link') ?? ''
    assert.deepEqual(
      [...links.matchAll(/page=(\d)>; rel="(\w+)"/g)].map(([, page, rel]) => `${rel} ${page}`),
      ['prev 1', 'next 3', 'last 3', 'first 1'],
    )
    assert.equal((await ask('/orgs/acme/repos?per_page=100&page=3')).headers.get('link')?.includes('next'), false)
  })

  it('answers 304 to what is known, which does not count', async () => {
    const first = await ask('/repos/acme/site-0')
    const etag = first.headers.get('etag') ?? ''
    const second = await ask('/repos/acme/site-0', { 'if-none-match': etag })
    assert.deepEqual([second.status, await second.text()], [304, ''])
    assert.equal(second.headers.get('x-ratelimit-remaining'), first.headers.get('x-ratelimit-remaining'))
    started.github.state.repositories[0]?.branches.push('spring')
    Object.assign(started.github.state.repositories[0] ?? {}, { archived: true })
    assert.equal((await ask('/repos/acme/site-0', { 'if-none-match': etag })).status, 200)
  })

  it('refuses broken bodies, and keys and webhooks that are none', async () => {
    const post = (path: string, body: string) => ask(`/repos/acme/site-0/${path}`, {}, { method: 'POST', body })
    const statuses = await Promise.all([
      post('keys', '{'),
      post('keys', '{}'),
      post('keys', '{"key":"ssh-ed25519 AAAAB3NzaC1yc2E="}'),
      post('hooks', '{"config":{"url":"ftp://x"}}'),
      post('hooks', '{"name":"irc","config":{"url":"https://x"}}'),
    ])
    assert.deepEqual(
      statuses.map(({ status }) => status),
      [400, 422, 422, 422, 422],
    )
  })
})

function nowS(): number {
  return Math.floor(Date.now() / 1000)
}

function sign(claims: object, privateKey: string, alg = 'RS256'): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${encode({ alg, typ: 'JWT' })}.${encode(claims)}`
  return `${text}.${createSign('sha256').update(text).sign(privateKey, 'base64url')}`
}
