import assert from 'node:assert/strict'
import { hashPassword } from '../../src/control/passwords.ts'
import { sessionHash, sessionTokenIn } from '../../src/site/session.ts'
import { aDocument, PASSWORD, SECRET, USER } from './documents.ts'
import { eventually } from './eventually.ts'
import { untilListening, type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import type { TestMachine } from './test-machine.ts'
import { deliver, HOOK, signatureOf, visit } from './visit.ts'
import { grantBoth } from '../support/grant-both.ts'

describe('a site of files', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let repository: TestRepository
  const shows = (text: string) =>
    eventually(async () => (await visit(machine)).text.includes(text), `the page shows ${text}`)
  before(async () => {
    fixture = await makeMachineFixture()
    ;[machine, repository] = await Promise.all([
      fixture.machine(),
      fixture.repository('website', {
        'public/index.html': '<h1>Plums</h1>',
        'public/a b/é ü.txt': 'odd names',
        'public/.hidden': 'hidden',
        'public/.well-known/security.txt': 'known',
        'public/out': { link: '/etc/passwd' },
        'public/inside': { link: 'index.html' },
        'private.txt': 'private',
      }),
    ])
  })
  after(() => fixture.close())

  it('is set up, and says what changed', async () => {
    const { result, code } = await machine.job('set-up', await aDocument(repository.cloneUrl))
    assert.ok(result.ok, JSON.stringify(result))
    assert.equal(code, 0)
    for (const part of ['users', 'sshd', 'access', 'nginx', 'deploy', 'webhook'])
      assert.ok(result.changed?.includes(part), part)
    assert.equal(result.deploy?.subject, 'Begin')
    assert.equal(result.deploy?.commit, await repository.git('rev-parse', 'HEAD'))
  })

  it('changes nothing the second time', async () => {
    const { result } = await machine.job('set-up', await aDocument(repository.cloneUrl))
    assert.ok(result.ok)
    assert.deepEqual(result.changed, [])
  })

  it('opens with the password alone, and asks search engines to stay away', async () => {
    assert.equal((await visit(machine, '/', { password: null })).status, 401)
    assert.equal((await visit(machine, '/', { password: 'wrong' })).status, 401)
    const { status, text, headers } = await visit(machine)
    assert.deepEqual([status, text], [200, '<h1>Plums</h1>'])
    assert.match(headers.get('x-robots-tag') ?? '', /noindex/)
    assert.match((await visit(machine, '/', { password: null })).headers.get('x-robots-tag') ?? '', /noindex/)
    assert.ok(!/\d/.test(headers.get('server') ?? ''), 'no version')
  })

  it('serves odd names, and nothing hidden or outside', async () => {
    assert.equal((await visit(machine, '/a%20b/%C3%A9%20%C3%BC.txt')).text, 'odd names')
    assert.equal((await visit(machine, '/inside')).text, '<h1>Plums</h1>')
    assert.equal((await visit(machine, '/.well-known/security.txt')).text, 'known')
    for (const path of ['/.hidden', '/.git/config', '/../private.txt', '/%2e%2e/private.txt', '/out', '/nothing']) {
      const { status, text } = await visit(machine, path)
      assert.ok(status >= 400 && !text.includes('private') && !text.includes('root:'), `${path} ${status}`)
    }
  })

  it('tells anybody that it is healthy, and no more', async () => {
    assert.deepEqual((await visit(machine, '/_pokopoko/health', { password: null })).text, 'ok\n')
  })

  it('compresses', async () => {
    await repository.push({ 'public/long.css': 'body { color: red }\n'.repeat(500) })
    const { result } = await machine.job('deploy')
    assert.ok(result.ok)
    const { headers } = await visit(machine, '/long.css', { headers: { 'accept-encoding': 'gzip' } })
    assert.equal(headers.get('content-encoding'), 'gzip')
  })

  describe('its webhook', () => {
    const push = (ref = 'refs/heads/main') => ({ ref, deleted: false })
    const cases: [what: string, send: () => ReturnType<typeof deliver>, status: number, text: RegExp][] = [
      ['a ping', () => deliver(machine, 'ping', { zen: 'Keep it simple' }), 200, /pong/],
      ['another branch', () => deliver(machine, 'push', push('refs/heads/other')), 200, /ignored/],
      ['a tag', () => deliver(machine, 'push', push('refs/tags/main')), 200, /ignored/],
      ['another event', () => deliver(machine, 'issues', {}), 200, /ignored/],
      ['no push', () => deliver(machine, 'push', {}), 200, /ignored/],
      ['no text as a ref', () => deliver(machine, 'push', { ref: ['$(reboot)'] }), 200, /ignored/],
      ['a bad signature', () => deliver(machine, 'push', push(), 'sha256=00'), 403, /./],
      [
        'a foreign signature',
        () => deliver(machine, 'push', push(), signatureOf(JSON.stringify(push()), 'x')),
        403,
        /./,
      ],
      ['no signature', () => deliver(machine, 'push', push(), null), 403, /./],
      ['a ping with a bad signature', () => deliver(machine, 'ping', {}, 'sha256=00'), 403, /./],
      ['too much', () => deliver(machine, 'push', 'x'.repeat(26 * 1024 * 1024)), 413, /./],
      ['another method', () => visit(machine, HOOK, { password: null }), 405, /./],
    ]
    for (const [what, send, status, text] of cases) {
      it(`answers ${what} with ${status}`, async () => {
        const answer = await send()
        assert.equal(answer.status, status)
        assert.match(answer.text, text)
      })
    }

    it('deploys what is pushed, for real', async () => {
      const hookUrl = `http://plum.localhost:${machine.httpPort}${HOOK}`
      const hook = { url: hookUrl, secret: SECRET }
      await grantBoth(fixture.codeHost, { id: 'site-1', name: 'plum' }, 'acme/website', hook)
      const commit = await repository.push(
        { 'public/index.html': '<h1>Ripe</h1>' },
        'Ripen "the" \\ plums\t$(reboot) é',
      )
      await shows('Ripe')
      // Visitors see it a moment before it's on record.
      const newest = await eventually(async () => {
        const [last] = await deploys()
        return last?.deploy?.commit === commit && last
      }, 'the deploy of it')
      assert.equal(newest.result, 'deployed')
      assert.equal(newest.deploy?.subject, 'Ripen "the" \\ plums\t$(reboot) é')
      await fixture.codeHost.revoke({ id: 'site-1' }, 'acme/website')
      await machine.job('set-up', await aDocument(repository.cloneUrl))
    })

    it('follows a rewritten branch', async () => {
      await repository.git('commit', '--quiet', '--amend', '--message', 'Rewritten')
      await repository.git('push', '--quiet', '--force', 'origin', 'HEAD')
      await deliver(machine, 'push', push())
      await eventually(async () => (await deploys())[0]?.deploy?.subject === 'Rewritten', 'the deploy of it')
    })

    it('reports a branch that was deleted, and keeps what is served', async () => {
      assert.match((await deliver(machine, 'push', { ...push(), deleted: true })).text, /deleted/)
      await eventually(async () => (await deploys())[0]?.result === 'branch-deleted', 'the report of it')
      assert.equal((await visit(machine)).status, 200)
    })

    it('never shows half of a deploy', async () => {
      const seen = new Set<string>()
      const ending = new AbortController()
      const looking = (async () => {
        while (!ending.signal.aborted) {
          const { status, text } = await visit(machine)
          seen.add(status === 200 ? String(new Set(text.split('\n').filter(Boolean)).size) : `status ${status}`)
        }
      })()
      for (let version = 0; version < 5; version++) {
        await repository.push({ 'public/index.html': `<p>version ${version}</p>\n`.repeat(20_000) })
        await deliver(machine, 'push', push())
        await shows(`version ${version}`)
      }
      ending.abort()
      await looking
      assert.deepEqual([...seen], ['1'])
    })

    it('makes one more deploy of many pushes', async () => {
      await repository.push({ 'public/index.html': 'the last of many' })
      await Promise.all(Array.from({ length: 10 }, () => deliver(machine, 'push', push())))
      await shows('the last of many')
      assert.equal((await deploys()).filter(({ deploy }) => deploy?.subject === 'Change the page').length <= 5, true)
    })
  })

  it('changes its password without a gap', async () => {
    const answers = new Set<string>()
    const ending = new AbortController()
    const looking = (async () => {
      while (!ending.signal.aborted) {
        const [old, other] = await Promise.all([visit(machine), visit(machine, '/', { password: 'another-password' })])
        answers.add(`${old.status} ${other.status}`)
      }
    })()
    const access = { user: USER, passwordHash: await hashPassword('another-password') }
    const { result } = await machine.job('access', { kind: 'access', access })
    assert.ok(result.ok)
    assert.deepEqual(result.changed, ['access'])
    ending.abort()
    await looking
    for (const answer of answers) assert.ok(/^(200|401) (200|401)$/.test(answer), answer)
    assert.equal((await visit(machine)).status, 401)
    const { status, headers } = await visit(machine, '/', { password: 'another-password' })
    const token = sessionTokenIn(headers.get('set-cookie') ?? '') ?? assert.fail('no session')
    assert.deepEqual([status, sessionHash(token)], [200, result.session])
    await machine.job('set-up', await aDocument(repository.cloneUrl))
    assert.equal((await visit(machine)).status, 200)
  })

  it('is there again after a restart', async () => {
    await machine.restart()
    await eventually(async () => (await visit(machine).catch(() => undefined))?.status === 200, 'it serves')
    await untilListening(machine)
    assert.equal((await deliver(machine, 'ping', {})).status, 200)
    await repository.push({ 'public/index.html': 'after the restart' })
    await eventually(
      async () => (await deliver(machine, 'push', { ref: 'refs/heads/main' })).text.includes('deploying'),
      'a push',
    )
    await shows('after the restart')
  })

  it('serves one page for all paths where it is told to', async () => {
    const { result } = await machine.job('set-up', await aDocument(repository.cloneUrl, { spaFallback: true }))
    assert.ok(result.ok)
    assert.match((await visit(machine, '/orders/17')).text, /after the restart/)
    await machine.job('set-up', await aDocument(repository.cloneUrl))
    assert.equal((await visit(machine, '/orders/17')).status, 404)
  })

  it('keeps its secrets out of logs and out of reach', async () => {
    const { passwordHash } = (await aDocument('')).access
    const found = await machine.sh(
      `grep -rlF -e '${SECRET}' -e '${passwordHash}' -e '${PASSWORD}' /var/log /tmp /run /etc /var/lib /srv /opt 2>/dev/null | sort; ` +
        `journalctl --no-pager | grep -cF -e '${SECRET}' -e '${passwordHash}' || true`,
    )
    assert.deepEqual(found.trim().split('\n'), ['/etc/testsite/hooks.json', '/etc/testsite/htpasswd', '0'])
    for (const account of ['app', 'deploy', 'nobody']) {
      const { code } = await machine.exec([
        'setpriv',
        '--reuid',
        account,
        '--clear-groups',
        'cat',
        '/etc/testsite/hooks.json',
      ])
      assert.notEqual(code, 0, account)
    }
  })

  async function deploys() {
    const { result } = await machine.job('status')
    assert.ok(result.ok)
    return result.deploys ?? []
  }
})
