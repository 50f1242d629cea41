import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { aDocument, PASSWORD, USER } from './documents.ts'
import { eventually } from './eventually.ts'
import { type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import type { TestMachine } from './test-machine.ts'
import { deliver, visit } from './visit.ts'

/** A web server that says what it is, echoes what is upgraded, and streams; Python, since the image has it. */
const server = (version: string) => `
import os, socket, threading
listener = socket.create_server(('127.0.0.1', int(os.environ['PORT'])))
def serve(client):
    head = b''
    while b'\\r\\n\\r\\n' not in head: head += client.recv(1024)
    if b'upgrade: websocket' in head.lower():
        client.sendall(b'HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n\\r\\n')
        while (data := client.recv(1024)): client.sendall(data)
    elif head.startswith(b'GET /stream'):
        client.sendall(b'HTTP/1.1 200 OK\\r\\nConnection: close\\r\\n\\r\\nfirst\\n')
        threading.Event().wait(30)
    else:
        lines = [line for line in head.decode().split('\\r\\n') if line.lower().startswith(('x-', 'authorization', 'host'))]
        body = '\\n'.join(['${version}', os.environ.get('SECRET', ''), *lines]).encode()
        client.sendall(b'HTTP/1.1 200 OK\\r\\nConnection: close\\r\\nContent-Length: %d\\r\\n\\r\\n' % len(body) + body)
    client.close()
while True:
    client, _ = listener.accept()
    threading.Thread(target=serve, args=(client,), daemon=True).start()
`

describe('a site with programs of its own', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let repository: TestRepository
  const PROCFILE =
    'web: python3 server.py\nworker: while true; do date > /tmp/worked; sleep 0.1; done\nrelease: sh release.sh\n'
  const shows = (text: string) =>
    eventually(async () => (await visit(machine)).text.includes(text), `the page shows ${text}`)
  const push = async (files: Parameters<TestRepository['push']>[0], subject?: string) => {
    const commit = await repository.push(files, subject)
    await deliver(machine, 'push', { ref: 'refs/heads/main' })
    return commit
  }
  const status = async () => {
    const { result } = await machine.job('status')
    assert.ok(result.ok)
    return result
  }
  const handled = (commit: string) =>
    eventually(async () => {
      const newest = (await status()).deploys?.[0]
      return newest?.deploy?.commit === commit && newest
    }, `the deploy of ${commit}`)
  before(async () => {
    fixture = await makeMachineFixture()
    ;[machine, repository] = await Promise.all([
      fixture.machine(),
      fixture.repository('shop', {
        Procfile: PROCFILE,
        'server.py': server('version 1'),
        'release.sh': 'echo released >> /tmp/releases; id -un',
        'public/index.html': 'not served',
      }),
    ])
    const { result } = await machine.job('set-up', await aDocument(repository.cloneUrl))
    assert.ok(result.ok, JSON.stringify(result))
    await shows('version 1')
  })
  after(() => fixture.close())

  it('is served by its web process, behind the password', async () => {
    assert.equal((await visit(machine, '/', { password: null })).status, 401)
    const { text } = await visit(machine, '/any/path', {
      headers: { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' },
    })
    assert.match(text, /version 1/)
    assert.match(text, /x-real-ip: 203\.0\.113\.7/i)
    assert.match(text, /x-forwarded-proto: https/i)
    assert.doesNotMatch(text, /authorization/i)
  })

  it('keeps its other processes up', async () => {
    const names = (await status()).processes?.map(({ name }) => name).toSorted()
    assert.deepEqual(names, ['web', 'worker'])
    await machine.sh('rm -f /tmp/worked; pkill -u app -f /tmp/worked || true')
    await eventually(
      async () => (await machine.exec(['test', '-s', '/tmp/worked'])).code === 0,
      'the worker works again',
    )
  })

  it('runs as an account without rights', async () => {
    assert.equal((await machine.sh('cat /var/log/testsite/release.log')).trim(), 'app')
    assert.equal((await machine.sh('ps -o user= -C python3 | sort -u | grep -v root')).trim(), 'app')
  })

  it('runs what an earlier version deployed, of which there is no plan, on the port of that time', async () => {
    const start = 'setpriv --reuid app --regid app --clear-groups timeout 10 /opt/pokopoko/bin/process web'
    const get = 'curl -s --retry 5 --retry-delay 1 --retry-connrefused http://127.0.0.1:5000/'
    await machine.sh('mv /var/lib/testsite/releases /tmp/plans')
    assert.match(await machine.sh(`${start} & ${get}; kill $!; mv /tmp/plans /var/lib/testsite/releases`), /version 1/)
  })

  it('is changed by a push, after its release command', async () => {
    const before = Number(await machine.sh('wc -l < /tmp/releases'))
    await push({ 'server.py': server('version 2') })
    await shows('version 2')
    assert.equal(Number(await machine.sh('wc -l < /tmp/releases')), before + 1)
  })

  it('keeps serving when the release command fails, and says so', async () => {
    const commit = await push({ 'server.py': server('version 3'), 'release.sh': 'echo no such table >&2; exit 3' })
    const newest = await handled(commit)
    assert.equal(newest.result, 'release-failed')
    assert.match(newest.log, /no such table/)
    assert.match((await visit(machine)).text, /version 2/)
    const { result, code } = await machine.job('deploy')
    assert.ok(!result.ok)
    assert.deepEqual([result.reason, result.permanent, code], ['release-failed', true, 25])
    assert.match(result.log, /no such table/)
  })

  it('says no more than can be told, however much a release command prints', async () => {
    const shout = `yes '${'🍑"'.repeat(200)}' | head -c 50000000`
    await handled(await push({ 'release.sh': `${shout}; echo; echo no such table; exit 3` }))
    const { result, all } = await machine.job('deploy')
    assert.ok(!result.ok && result.reason === 'release-failed')
    assert.match(result.log, /no such table$/)
    assert.ok(result.log.length > 1000 && Buffer.byteLength(all) < 20_000, `${Buffer.byteLength(all)} bytes`)
  })

  it('answers the push before a long release command ends', async () => {
    await repository.push({ 'release.sh': 'sleep 2; echo done' })
    const began = Date.now()
    assert.equal((await deliver(machine, 'push', { ref: 'refs/heads/main' })).status, 200)
    assert.ok(Date.now() - began < 1000)
    await shows('version 3')
  })

  it('passes WebSocket and streams through', async () => {
    const socket = connect(machine.httpPort, '127.0.0.1')
    socket.write(
      `GET /live HTTP/1.1\r\nHost: plum.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nAuthorization: Basic ${btoa(`${USER}:${PASSWORD}`)}\r\n\r\n`,
    )
    const received: string[] = []
    socket.on('data', (chunk) => received.push(chunk.toString()))
    await eventually(async () => received.join('').includes('101 Switching'), 'it is upgraded')
    socket.write('echo me')
    await eventually(async () => received.join('').endsWith('echo me'), 'the echo')
    socket.destroy()
    const streamed = await fetch(`${machine.url}/stream`, {
      headers: { authorization: `Basic ${btoa(`${USER}:${PASSWORD}`)}` },
    })
    for await (const chunk of streamed.body ?? []) {
      assert.equal(Buffer.from(chunk).toString(), 'first\n')
      break
    }
  })

  it('keeps serving when the new web process ends at once, and says so', async () => {
    const Procfile = 'web: echo no such module >&2; exit 1\n'
    const newest = await handled(await push({ Procfile, 'release.sh': '', Gemfile: "gem 'mongoid'\n" }))
    assert.equal(newest.result, 'start-failed')
    assert.match(newest.log, /^no such module\nThis uses MongoDB, which the machine doesn't have/)
    // Nothing else comes of it: the deployer doesn't try again what can't succeed.
    assert.doesNotMatch(await machine.sh('cat /var/log/testsite/machine/deploy.log'), /"reason":"unexpected"/)
    assert.match((await visit(machine)).text, /version 3/)
  })

  it('says on which ports a web process listens that ignores its own', async () => {
    const elsewhere = 'PORT=3000 exec python3 server.py'
    await machine.sh("sed -i 's/START_TIMEOUT_S=[0-9]*/START_TIMEOUT_S=3/' /opt/pokopoko/lib/web.sh")
    await repository.push({ Procfile: `web: PORT=3001 python3 server.py & ${elsewhere}\n` })
    const { result } = await machine.job('deploy')
    assert.ok(!result.ok)
    assert.match(result.message, /listens on port 3000,3001/)
    assert.match((await visit(machine)).text, /version 3/)
    assert.equal((await machine.exec(['pgrep', '-f', elsewhere])).code, 1, 'it is stopped')
  })

  it('reaches a web process that listens on one port of its own, in later deploys, too', async () => {
    await push({ Procfile: 'web: PORT=3000 exec python3 server.py\n', 'server.py': server('version 4') })
    await shows('version 4')
    await push({ 'server.py': server('version 5') })
    await shows('version 5')
    const newest = await handled(await push({ 'server.py': 'raise SystemExit("no such module")' }))
    assert.equal(newest.result, 'start-failed')
    assert.match(newest.log, /^no such module/)
    await shows('version 5')
    await push({ Procfile: 'web: python3 server.py\n', 'server.py': server('version 3') })
    await shows('version 3')
    assert.equal((await machine.exec(['pgrep', '-u', 'app', '-f', 'forward.py'])).code, 1, 'nothing is passed on')
  })

  it('shows that its web process crashes, and serves again once it is mended', async () => {
    await handled(
      await push({ Procfile: 'web: test ! -e /tmp/broken || { echo broken >&2; exit 1; }; exec python3 server.py\n' }),
    )
    await shows('version 3')
    await machine.sh('touch /tmp/broken; pkill -u app -f server.py')
    await eventually(async () => (await visit(machine)).status === 502, 'the crash is seen')
    const down = await visit(machine, '/', { headers: { 'accept-language': 'ja,en;q=0.5' } })
    assert.match(down.text, /このサイトは応答していません/)
    assert.equal(down.headers.get('content-type'), 'text/html; charset=utf-8')
    assert.match((await visit(machine)).text, /This site isn’t responding/)
    await eventually(
      async () => (await status()).processes?.some(({ name, state }) => name === 'web' && state === 'FATAL'),
      'it is given up',
    )
    assert.match(await machine.sh('cat /var/log/testsite/web.log'), /broken/)
    assert.deepEqual(
      (await status()).processes?.map(({ name }) => name),
      ['web'],
      'the worker is gone',
    )
    await push({ Procfile: 'web: python3 server.py\n' })
    await shows('version 3')
    const crashing = async () => (await status()).processes?.map((process) => process.crashing)
    assert.deepEqual(await crashing(), [false])
  })

  it('does not keep a process that does not want to stop', async () => {
    const stubborn = "trap '' TERM; while true; do date > /tmp/stubborn; sleep 0.1; done"
    await handled(await push({ Procfile: `web: python3 server.py\nworker: ${stubborn}\n` }))
    await eventually(async () => (await machine.exec(['test', '-e', '/tmp/stubborn'])).code === 0, 'it runs')
    await handled(await push({ Procfile: 'web: python3 server.py\nother: sleep 602\n' }))
    assert.deepEqual((await status()).processes?.map(({ name }) => name).toSorted(), ['other', 'web'])
    await machine.sh('rm /tmp/stubborn; sleep 0.5')
    assert.equal((await machine.exec(['test', '-e', '/tmp/stubborn'])).code, 1, 'nothing of it runs')
  })

  it('is one of files again without a Procfile', async () => {
    await repository.git('rm', '--quiet', 'Procfile')
    await handled(await push({ 'public/index.html': 'served' }))
    await shows('served')
    assert.deepEqual((await status()).processes, [])
    assert.equal((await machine.exec(['pgrep', '-u', 'app'])).code, 1, 'nothing of it runs on')
  })

  it('reads a Procfile as editors and people leave it', async () => {
    const Procfile = '\uFEFF# What runs\r\n\r\nWEB : python3 server.py\r\n  worker:sleep 604\r\n'
    const commit = await push({ Procfile, 'server.py': server('version 3') })
    assert.equal((await handled(commit)).result, 'deployed')
    await shows('version 3')
    assert.deepEqual((await status()).processes?.map(({ name }) => name).toSorted(), ['web', 'worker'])
  })

  it('is told which line of a Procfile can’t be read, and goes on with what it had', async () => {
    const cases: [Procfile: string | Uint8Array, told: RegExp][] = [
      ['web: python3 server.py\nuser=root\n', /Line 2 .*user=root/],
      ['web]: x\n', /Line 1 /],
      ['w;x: y\n', /Line 1 /],
      ['web: a\nworker: b\nWEB: c\n', /Line 3 has web again/],
      ['web-a: python3 server.py\n', /Line 1: web-a/],
      [Buffer.from('\uFEFFweb: python3 server.py\n', 'utf16le'), /save it as UTF-8/],
      [Array.from({ length: 21 }, (_, index) => `p${index}: sleep 605\n`).join(''), /more than 20/],
    ]
    for (const [Procfile, told] of cases) {
      const commit = await push({ Procfile })
      const { result, log } = await handled(commit)
      assert.equal(result, 'procfile-invalid')
      assert.match(log, told)
    }
    await shows('version 3')
  })

  it('runs nothing that a Procfile smuggles into configurations', async () => {
    const commit = await push({
      Procfile: 'web: python3 server.py ; echo "%(here)s" > /tmp/odd-%\n',
      'server.py': server('version 4'),
    })
    assert.equal((await handled(commit)).result, 'deployed')
    await shows('version 4')
    assert.deepEqual(
      (await status()).processes?.map(({ name }) => name),
      ['web'],
    )
  })

  it('takes no link for a Procfile, wherever it leads', async () => {
    for (const link of ['programs', '/tmp/programs']) {
      await machine.sh("echo 'web: sleep 603' >/tmp/programs")
      const files = { Procfile: { link }, programs: 'web: sleep 603\n', 'public/index.html': `a link to ${link}` }
      const commit = await repository.push(files)
      await deliver(machine, 'push', { ref: 'refs/heads/main' })
      await handled(commit)
      await shows(`a link to ${link}`)
      assert.deepEqual((await status()).processes, [])
      const { result } = await machine.job('set-up', await aDocument(repository.cloneUrl, { documentRoot: 'nowhere' }))
      assert.equal(!result.ok && result.reason, 'document-root-missing')
      await machine.job('set-up', await aDocument(repository.cloneUrl))
    }
  })
})
