import assert from 'node:assert/strict'
import { aDocument } from './documents.ts'
import { eventually } from './eventually.ts'
import { type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import { aMember, type Member } from './member.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

const server = `
import http.server, os
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(os.getpid()).encode())
print('hello from web', flush=True)
http.server.ThreadingHTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
`
const ODD = `it's "$HOME" \`id\` \\ $(id) # é\n second line`

describe('what the team can do over SSH', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let repository: TestRepository
  let nadia: Member
  before(async () => {
    fixture = await makeMachineFixture()
    nadia = await aMember('nadia')
    const files = {
      Procfile: 'web: python3 server.py\nworker: while :; do echo $$ >>/tmp/worked; sleep 0.2; done\n',
      'server.py': server,
    }
    ;[machine, repository] = await Promise.all([fixture.machine(), fixture.repository('app', files)])
    const document = await aDocument(repository.cloneUrl, {
      documentRoot: '',
      members: [nadia.member],
      environment: { TOKEN: 'secret-1', ODD },
    })
    const { result } = await machine.job('set-up', document)
    assert.ok(result.ok, JSON.stringify(result))
  })
  after(async () => {
    await nadia.leave()
    await fixture.close()
  })
  const does = (command: string, stdin?: string) => nadia.does(machine, command, stdin)
  const says = async (command: string) => {
    const { code, stdout, stderr } = await does(command)
    assert.equal(code, 0, `${command}: ${stdout}${stderr}`)
    return stdout
  }

  it('is told at login, with the site and its address', async () => {
    const { stdout } = await nadia.logsIn(machine, 'exit\n')
    assert.match(stdout, /plum · https:\/\/plum\.test\.example\.com/)
    assert.match(stdout, /Procfile\s/)
    assert.match(stdout, /pokopoko status \| logs \| restart/)
    assert.match(await says('pokopoko help'), /pokopoko db load|db load \[FILE\]/)
  })

  it('is to see how the site is', async () => {
    const shown = await says('pokopoko status')
    assert.match(shown, /^plum · https:\/\/plum\.test\.example\.com$/m)
    assert.match(shown, /^Commit {4}[0-9a-f]{7} Begin \(Aki\), deployed \d{4}-/m)
    // Supervisor calls it so some seconds after the start.
    for (const name of ['web', 'worker']) {
      await eventually(async () => (await says('pokopoko status')).includes(`Program   ${name}: running\n`), name)
    }
    assert.match(shown, /^Memory {4}\d+ of \d+ MB used$/m)
  })

  it('is to read logs, those of nginx too', async () => {
    await visit(machine, '/a-page-of-plums')
    assert.match(await says('pokopoko logs'), /hello from web/)
    assert.match(await says('pokopoko logs web -n 1'), /^.*\n$/)
    assert.match(await says('pokopoko logs deploy'), /Procfile|No stack found/)
    assert.match(await says('pokopoko logs nginx -n 5'), /a-page-of-plums/)
    const { code, stderr } = await does('pokopoko logs ../../../etc/passwd')
    assert.deepEqual([code, /There are: deploy, .*worker, nginx/.test(stderr)], [1, true], stderr)
    assert.equal((await does('timeout 1 pokopoko logs web -f')).code, 124)
  })

  it('is to run commands with the environment of the programs, whose exit code is that of the command', async () => {
    assert.equal(
      await says('pokopoko run sh -c \'id -un; pwd -P; echo "$TOKEN $SITE_NAME"\''),
      `app\n${await release()}\nsecret-1 plum\n`,
    )
    assert.equal((await does('pokopoko run sh -c "exit 7"')).code, 7)
    assert.equal((await does('pokopoko run no-such-command')).code, 127)
    assert.equal((await does('pokopoko run cat', 'from here')).stdout, 'from here')
    const { stdout } = await nadia.logsIn(
      machine,
      'pokopoko run sh -c "test -t 0 && test -t 1 && echo a terminal of \\$(id -un)"; exit\n',
    )
    assert.match(stdout, /^a terminal of app/m)
  })

  it('is to read the environment, quoted for a shell', async () => {
    const shown = await says('pokopoko env')
    assert.match(shown, /^TOKEN=secret-1$/m)
    assert.match(shown, /^SITE_NAME=plum$/m)
    const read = await says(`bash -c 'source <(pokopoko env | grep ^ODD=); printf %s "$ODD"'`)
    assert.equal(read, ODD)
  })

  it('is to restart programs, web without a failing request', async () => {
    const before = (await visit(machine)).text
    const statuses = new Set<number>()
    const running = { visitors: true }
    const visitors = Array.from({ length: 4 }, async () => {
      while (running.visitors) statuses.add((await visit(machine)).status)
    })
    assert.equal(await says('pokopoko restart web'), 'Restarted.\n')
    running.visitors = false
    await Promise.all(visitors)
    assert.deepEqual([...statuses], [200])
    const after = (await visit(machine)).text
    assert.notEqual(after, before)
    const workers = async () => new Set((await machine.sh('cat /tmp/worked')).trim().split('\n')).size
    const worked = await workers()
    await says('pokopoko restart worker')
    await eventually(async () => (await workers()) === worked + 1, 'another works')
    assert.equal((await visit(machine)).text, after)
    await says('pokopoko restart')
    await eventually(async () => (await workers()) === worked + 2, 'one more works')
    assert.notEqual((await visit(machine)).text, after)
    const { code, stderr } = await does('pokopoko restart nothing')
    assert.deepEqual([code, stderr.trim()], [10, 'The site has no process nothing.'])
  })

  it('is no way to become root', async () => {
    for (const attempt of [
      'sudo -n true',
      'sudo -n -u app true',
      'sudo -n -u deploy /opt/pokopoko/bin/run id',
      'sudo -n /opt/pokopoko/bin/run id',
      'sudo -n /opt/pokopoko/bin/in-environment id',
      'sudo -n /opt/pokopoko/bin/deploy',
      'sudo -n /opt/pokopoko/bin/status extra',
      'sudo -n /opt/pokopoko/bin/../bin/deploy',
      'sudo -n BASH_ENV=/tmp/evil /opt/pokopoko/bin/status',
      "sudo -n /opt/pokopoko/bin/restart 'web;touch /tmp/owned'",
      'sudo -n /opt/pokopoko/bin/restart web worker',
      "sudo -n /opt/pokopoko/bin/restart $'web\\nx'",
      'sudo -n /opt/pokopoko/bin/nginx-log 5 /etc/shadow',
      'sudo -n /opt/pokopoko/bin/nginx-log -- /etc/shadow',
    ]) {
      const { code, stdout } = await does(attempt)
      assert.notEqual(code, 0, attempt)
      assert.doesNotMatch(stdout, /uid=0|root:/, attempt)
    }
    // What the environment of the caller could do to our scripts.
    await does(
      `printf 'touch /tmp/owned\\n' >/tmp/evil; chmod 755 /tmp/evil; mkdir -p /tmp/path; cp /tmp/evil /tmp/path/curl; chmod 755 /tmp/path/curl`,
    )
    const hostile = `BASH_ENV=/tmp/evil ENV=/tmp/evil PATH=/tmp/path:$PATH PS4='$(touch /tmp/owned)' SHELLOPTS=xtrace LESSOPEN='|touch /tmp/owned' TERM='/tmp/evil'`
    await does(`env ${hostile} sudo -n /opt/pokopoko/bin/status; env ${hostile} sudo -n /opt/pokopoko/bin/restart web`)
    const { stdout } = await does('ls -l /tmp/owned')
    assert.ok(!/ root /.test(stdout), stdout)
    const started = await does('bash -c "ulimit -f 0; ulimit -n 20; sudo -n /opt/pokopoko/bin/restart web"')
    assert.equal((await visit(machine)).status, 200, started.stderr)
  })

  it('is for the team alone', async () => {
    await machine.sh('useradd mallory')
    for (const file of ['run id', 'restart', 'status', 'nginx-log 5']) {
      const ran = await machine.exec([
        'su',
        'mallory',
        '-s',
        '/bin/bash',
        '-c',
        `sudo -n /opt/pokopoko/bin/${file}; sudo -n -u app /opt/pokopoko/bin/${file}`,
      ])
      assert.deepEqual([ran.code, ran.stdout], [1, ''], file)
    }
    assert.equal(
      await machine.sh('visudo -c >/dev/null && stat -c "%a %U" /etc/sudoers.d/testsite-commands'),
      '440 root\n',
    )
  })

  it('names what it does not know', async () => {
    for (const [command, says, exit] of [
      ['pokopoko dance', /there is no command dance/, 2],
      ['pokopoko run', /run needs a command/, 2],
      ['pokopoko logs -n many', /-n needs a number/, 2],
      ['pokopoko db', /The site has no database on this machine/, 1],
    ] as const) {
      const { code, stderr } = await does(command)
      assert.equal(code, exit, command)
      assert.match(stderr, says)
    }
  })

  const release = async () => (await machine.sh('realpath /srv/testsite/current')).trim()
})
