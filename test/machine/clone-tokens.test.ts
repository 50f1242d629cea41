import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { aDocument } from './documents.ts'
import { eventually } from './eventually.ts'
import { HOST, type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import type { TestMachine } from './test-machine.ts'
import { deliver, visit } from './visit.ts'

const MACHINE_SECRET = 'the-secret-of-the-machine_2026'

describe('a repository that is cloned with tokens of the code host', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let repository: TestRepository
  let server: Server
  let cloneUrl: string
  let tokenUrl: string
  let elsewhere: Server
  let elsewhereUrl: string
  let mayRead = true
  const given: string[] = []
  const sentElsewhere: (string | undefined)[] = []
  before(async () => {
    fixture = await makeMachineFixture()
    const port = async (one: Server) => {
      await new Promise<void>((resolve) => one.listen(0, '0.0.0.0', resolve))
      const address = one.address()
      return address !== null && typeof address === 'object' ? address.port : assert.fail()
    }
    // Gives a token, and has the repositories for those who bring one, as GitHub does.
    server = createServer((req, res) => {
      if (req.url === '/clone-token/plum') {
        const isIts = req.method === 'POST' && req.headers.authorization === `Bearer ${MACHINE_SECRET}`
        if (!isIts || !mayRead) return void res.writeHead(isIts ? 404 : 401).end()
        const token = `ghs_${randomBytes(18).toString('hex')}`
        given.push(token)
        return void res.end(token)
      }
      const credentials = Buffer.from(req.headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString()
      if (given.some((token) => credentials === `x-access-token:${token}`)) {
        delete req.headers.authorization
        return fixture.serveGit(req, res)
      }
      res.writeHead(401, { 'www-authenticate': 'Basic realm="GitHub"' }).end()
    })
    elsewhere = createServer((req, res) => {
      sentElsewhere.push(req.headers.authorization)
      res.writeHead(401, { 'www-authenticate': 'Basic realm="elsewhere"' }).end()
    })
    const [own, other] = await Promise.all([port(server), port(elsewhere)])
    tokenUrl = `http://${HOST}:${own}/clone-token/plum`
    elsewhereUrl = `http://${HOST}:${other}/acme/theme.git`
    repository = await fixture.repository('website', { 'public/index.html': 'Plums\n' })
    cloneUrl = `http://${HOST}:${own}${new URL(repository.cloneUrl).pathname}`
    machine = await fixture.connectedMachine()
  })
  after(async () => {
    for (const one of [server, elsewhere]) {
      one.closeAllConnections()
      one.close()
    }
    await fixture.close()
  })
  const setUp = async (changes: Record<string, unknown> = {}) =>
    machine.job(
      'set-up',
      await aDocument(cloneUrl, { cloneTokens: { url: tokenUrl, secret: MACHINE_SECRET }, ...changes }),
    )

  it('is cloned and followed, and nothing of secret or tokens is where it should not be', async () => {
    const { result, all } = await setUp()
    assert.ok(result.ok, JSON.stringify(result))
    assert.equal((await visit(machine)).text, 'Plums\n')
    await repository.push({ 'public/index.html': 'Pears\n' })
    assert.equal((await deliver(machine, 'push', { ref: 'refs/heads/main' })).status, 200)
    await eventually(async () => (await visit(machine)).text === 'Pears\n', 'the push')
    assert.equal((await machine.sh('stat -c "%a %U" /etc/testsite/clone-token')).trim(), '600 deploy')
    assert.ok(given.length > 0)
    for (const secret of [MACHINE_SECRET, ...given]) {
      assert.ok(!all.includes(secret))
      const found = await machine.exec([
        'grep',
        '-rlF',
        secret,
        '/var',
        '/srv',
        '/etc',
        '/run',
        '/tmp',
        '/root',
        '/home',
      ])
      assert.equal(found.stdout.trim(), secret === MACHINE_SECRET ? '/etc/testsite/clone-token' : '')
    }
    for (const user of ['app', 'hook'])
      assert.notEqual(
        (await machine.exec(['setpriv', '--reuid', user, '--clear-groups', 'cat', '/etc/testsite/clone-token'])).code,
        0,
      )
  })

  it('has its files of Git LFS by them, and gives none to another host', async () => {
    const pointer = fixture.lfs.add('a plum')
    await repository.push({
      'public/plum.png': pointer,
      '.gitattributes': '*.png filter=lfs\n',
      '.gitmodules': `[submodule "theme"]\npath = public/theme\nurl = ${elsewhereUrl}\n`,
    })
    await repository.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},public/theme`)
    await repository.git('-c', 'user.name=Aki', '-c', 'user.email=aki@example.com', 'commit', '-q', '-m', 'Theme')
    await repository.git('push', '--quiet', 'origin', 'HEAD')
    const { result } = await setUp()
    assert.ok(!result.ok || result.deploy !== undefined)
    await eventually(async () => (await visit(machine, '/plum.png')).text === 'a plum', 'the file')
    assert.ok(sentElsewhere.length > 0)
    assert.deepEqual(
      sentElsewhere.filter((header) => header !== undefined),
      [],
    )
  })

  it('is said to be missing where the code host gives no token, and is tried again where it fails', async () => {
    mayRead = false
    const missing = await setUp()
    assert.ok(!missing.result.ok)
    assert.deepEqual([missing.result.reason, missing.result.permanent], ['repository-missing', true])
    mayRead = true
    const failed = await setUp({ cloneTokens: { url: tokenUrl.replace(/:\d+/, ':9'), secret: MACHINE_SECRET } })
    assert.ok(!failed.result.ok)
    assert.deepEqual([failed.result.reason, failed.result.permanent], ['clone-failed', false])
  })

  it('is cloned by other means after another set-up, and by tokens again', async () => {
    const machineWith = async (changes: Record<string, unknown>, url: string) => {
      const { result } = await machine.job('set-up', await aDocument(url, changes))
      return (result.ok ? result.changed : undefined) ?? assert.fail(JSON.stringify(result))
    }
    const tokens = { cloneTokens: { url: tokenUrl, secret: MACHINE_SECRET } }
    await machineWith(tokens, cloneUrl)
    assert.ok((await machineWith({}, repository.cloneUrl)).includes('clone-token'))
    assert.notEqual((await machine.exec(['test', '-e', '/etc/testsite/clone-token'])).code, 0)
    assert.ok((await machineWith(tokens, cloneUrl)).includes('clone-token'))
    assert.ok(!(await machineWith(tokens, cloneUrl)).includes('clone-token'))
  })

  it('takes no address or secret that would be more', async () => {
    for (const cloneTokens of [
      { url: `${tokenUrl}"\noutput = "/etc/passwd`, secret: MACHINE_SECRET },
      { url: tokenUrl, secret: 'x"\noutput = "/etc/passwd' },
      { url: 'file:///etc/shadow', secret: MACHINE_SECRET },
    ]) {
      const { result } = await setUp({ cloneTokens })
      assert.ok(!result.ok)
      assert.equal(result.reason, 'invalid-input')
    }
  })
})
