import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { aDocument, PASSWORD, USER } from './documents.ts'
import { eventually } from './eventually.ts'
import { HOST, type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { aMember, FORGIVE_UNKNOWN_KEYS, type Member } from './member.ts'
import { type ReportService, startReportService } from './report-service.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

/** A page, one that never ends, and a WebSocket that says nothing. */
const server = `
import http.server, os, time
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def do_GET(self):
        if self.headers.get('Upgrade') == 'websocket':
            self.send_response(101)
            self.send_header('Connection', 'Upgrade')
            self.send_header('Upgrade', 'websocket')
            self.end_headers()
            self.rfile.read(1)
            return
        self.send_response(401 if self.path == '/own-login' else 200)
        if self.path == '/stream':
            self.end_headers()
            while True:
                self.wfile.write(b'plums\\n')
                self.wfile.flush()
                time.sleep(0.2)
        self.send_header('Content-Length', '5')
        self.end_headers()
        self.wfile.write(b'Plums')
http.server.ThreadingHTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
`
const LONG_AGO = '2026-01-02T03:04:05Z'

describe('when a machine was last used', () => {
  let fixture: MachineFixture
  let service: ReportService
  let machine: TestMachine
  let nadia: Member
  before(async () => {
    ;[fixture, service, nadia] = await Promise.all([makeMachineFixture(), startReportService(), aMember('nadia')])
    const files = { Procfile: 'web: python3 server.py\n', 'server.py': server }
    const [made, repository] = await Promise.all([fixture.machine(), fixture.repository('app', files)])
    machine = made
    await machine.sh(FORGIVE_UNKNOWN_KEYS)
    const report = { url: `http://${HOST}:${service.port}/`, token: service.token }
    const members = [nadia.member]
    const { result } = await machine.job(
      'set-up',
      await aDocument(repository.cloneUrl, { documentRoot: '', members, report }),
    )
    assert.ok(result.ok, JSON.stringify(result))
  })
  after(async () => {
    await nadia.leave()
    await fixture.close()
    await service.close()
  })

  const forget = () => machine.sh(`touch -d ${LONG_AGO} /var/lib/testsite/last-use /var/log/nginx/testsite-uses`)
  beforeEach(forget)

  const lastUse = async () => {
    const { result } = await machine.job('last-use')
    assert.ok(result.ok)
    return result.usedAt ?? assert.fail('it does not say')
  }
  const isUsed = async () => (await lastUse()) !== Date.parse(LONG_AGO)
  const isUsedBy = async (path: string, init?: Parameters<typeof visit>[2]) => {
    await visit(machine, path, init)
    return isUsed()
  }

  /** A request of a visitor that is open until it's closed here. */
  async function open(path: string, ...headers: string[]): Promise<Socket> {
    const { hostname, port } = new URL(machine.url)
    const socket = connect(Number(port), hostname)
    socket.on('error', () => {})
    const login = `Authorization: Basic ${btoa(`${USER}:${PASSWORD}`)}`
    socket.write([`GET ${path} HTTP/1.1`, 'Host: plum.test.example.com', login, ...headers, '', ''].join('\r\n'))
    await once(socket, 'data')
    return socket
  }

  it('is when a visitor asked for something, and is kept', async () => {
    // The set-up's own deployer may have to look first.
    await eventually(async () => {
      await forget()
      return !(await isUsed())
    }, 'nobody uses it')
    assert.ok(await isUsedBy('/'))
    const first = await lastUse()
    assert.ok(Math.abs(Date.now() - first) < 60_000)
    assert.equal(await lastUse(), first)
    await forget()
    assert.ok(await isUsedBy('/own-login'), 'a program may refuse by itself')
  })

  it('is not when somebody was refused, a monitor asked, or the machine itself', async () => {
    assert.ok(!(await isUsedBy('/', { password: null })))
    assert.ok(!(await isUsedBy('/', { password: 'a wrong one' })))
    assert.ok(
      !(await isUsedBy('/', { headers: { authorization: `Basic ${btoa('x|200:a wrong one')}` }, password: null })),
    )
    assert.ok(!(await isUsedBy('/', { headers: { 'user-agent': 'Mozilla/5.0 (compatible; UptimeRobot/2.0)' } })))
    assert.ok(!(await isUsedBy('/_pokopoko/health', { password: null })))
    await machine.sh('curl -fs -H "Host: plum.test.example.com" http://127.0.0.1:8099/')
    assert.ok(!(await isUsed()))
    assert.equal((await visit(machine, '/_pokopoko/connections')).status, 404)
  })

  for (const [what, path, headers] of [
    ['a stream is open', '/stream', []],
    [
      'a WebSocket is open',
      '/',
      ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: cGx1bXM='],
    ],
  ] as const)
    it(`is now while ${what}`, async () => {
      const socket = await open(path, ...headers)
      await forget()
      assert.ok(await isUsed())
      socket.destroy()
    })

  it('is now while somebody of the team runs a command, and not by a tunnel', async () => {
    const command = nadia.does(machine, 'sleep 600')
    await eventually(async () => (await machine.sh('pgrep -u nadia sleep || true')) !== '', 'the command runs')
    assert.ok(await isUsed())
    await machine.sh('pkill -u nadia sleep')
    await command
    // The connection itself stays for a minute, as a tunnel's would.
    await eventually(async () => {
      await forget()
      return !(await isUsed())
    }, 'nobody works on it')
    assert.notEqual(await machine.sh('pgrep -u nadia -f sshd || true'), '')
  })

  it('is now during a job, and while an executable of the image says that it is busy', async () => {
    await machine.sh(
      'setsid flock /run/testsite.lock sleep 600 >/dev/null 2>&1 & while flock -n /run/testsite.lock true; do sleep 0.1; done',
    )
    assert.ok(await isUsed())
    await machine.sh(
      `pkill -f '[f]lock /run/testsite.lock'; pkill sleep; touch -d ${LONG_AGO} /var/lib/testsite/last-use`,
    )
    assert.ok(!(await isUsed()))
    await machine.sh(
      `mkdir -p /etc/testsite/busy.d && cd /etc/testsite/busy.d && printf '#!/bin/sh\\nexit 1\\n' >idle && cp idle busy && chmod +x *`,
    )
    assert.ok(!(await isUsed()))
    await machine.sh(`printf '#!/bin/sh\\nexit 0\\n' >/etc/testsite/busy.d/busy`)
    assert.ok(await isUsed())
    await machine.sh('rm -r /etc/testsite/busy.d')
  })

  it('is now as long as nginx does not tell, on a machine that an earlier version set up', async () => {
    await machine.sh('rm /var/log/nginx/testsite-uses')
    assert.ok(await isUsed())
    await machine.sh('nginx -s reopen && until [ -e /var/log/nginx/testsite-uses ]; do sleep 0.1; done')
    await forget()
    assert.ok(!(await isUsed()))
  })

  it('is reported while it changes, and not more often than it has to', async () => {
    await machine.sh(`sed -i 's/USE_INTERVAL_S=60 USE_REPORT_S=3600/USE_INTERVAL_S=1 USE_REPORT_S=8/' /opt/pokopoko/bin/watcher
supervisorctl restart testsite-watcher`)
    await visit(machine)
    const before = service.reports.length
    const reported = () => service.reports.at(-1)?.status.usedAt ?? 0
    await eventually(async () => {
      await visit(machine)
      return reported() > Date.now() - 60_000
    }, 'it is reported')
    assert.equal(service.reports.length, before + 1)
  })
})
