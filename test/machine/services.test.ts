import assert from 'node:assert/strict'
import { aDocument } from './documents.ts'
import { itDumpsAndLoads } from './dumps.ts'
import { eventually } from './eventually.ts'
import { type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import { aMember, type Member } from './member.ts'
import type { TestMachine } from './test-machine.ts'
import { deliver, visit } from './visit.ts'

const ENVIRONMENT = '/etc/testsite/environment/20-services.sh'

/** Writes to each service that it was given, and reads all that it wrote: `version postgresql=a,b mariadb=a,b redis=a,b`. */
const app = (version: string) => `
import http.server, os, socket, subprocess, urllib.parse
env = os.environ
def run(command, sql, **more):
    ran = subprocess.run(command, input=sql, capture_output=True, text=True, env={**env, **more})
    return ran.stdout.strip().replace('\\n', ',') if ran.returncode == 0 else 'error:' + ran.stderr.strip()
def mysql(sql):
    url = urllib.parse.urlparse(env['MYSQL_URL'])
    command = ['mariadb', '-N', '-h', url.hostname, '-P', str(url.port), '-u', url.username, url.path[1:]]
    return run(command, sql, MYSQL_PWD=url.password)
def redis(*words):
    url = urllib.parse.urlparse(env['REDIS_URL'])
    connection = socket.create_connection((url.hostname, url.port))
    connection.sendall(f'AUTH {url.password}\\r\\n{" ".join(words)}\\r\\nQUIT\\r\\n'.encode())
    lines = connection.makefile().read().split('\\n')
    return ','.join(line for line in lines if line[:1].isalpha()) or 'error:' + ' '.join(lines)
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        word, shown = self.path[1:], ['${version}']
        table = 'create table if not exists words (word varchar(40)); '
        write = f"insert into words values ('{word}'); " if word else ''
        read = 'select word from words order by word;'
        if env.get('DATABASE_URL', '').startswith('postgresql:'):
            shown.append('postgresql=' + run(['psql', '-qAt', env['DATABASE_URL']], 'set client_min_messages = error; ' + table + write + read))
        if 'MYSQL_URL' in env: shown.append('mariadb=' + mysql(table + write + read))
        if 'REDIS_URL' in env:
            if word: redis('RPUSH', 'words', word)
            shown.append('redis=' + redis('LRANGE', 'words', '0', '-1'))
        body = ' '.join(shown).encode()
        self.send_response(200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *words): pass
http.server.ThreadingHTTPServer(('127.0.0.1', int(env['PORT'])), Handler).serve_forever()
`
const ADDONS = JSON.stringify({ addons: ['heroku-postgresql:mini', { plan: 'jawsdb:kitefin' }, 'heroku-redis:mini'] })

describe('the services of an app', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let repository: TestRepository
  let nadia: Member
  const shows = async (text: string) => {
    let seen = ''
    const isShown = async () => (seen = (await visit(machine)).text) === text
    await eventually(isShown, `the page shows ${text}`).catch(() => assert.equal(seen, text))
  }
  const push = async (files: Record<string, string>) => {
    const commit = await repository.push(files)
    await deliver(machine, 'push', { ref: 'refs/heads/main' })
    return eventually(async () => {
      const { result } = await machine.job('status')
      const newest = result.ok && result.deploys?.[0]
      return newest && newest.deploy?.commit === commit && newest
    }, 'the deploy is done')
  }
  before(async () => {
    fixture = await makeMachineFixture()
    nadia = await aMember('nadia')
    ;[machine, repository] = await Promise.all([
      fixture.machine(),
      fixture.repository('app', { Procfile: 'web: python3 app.py\n', 'app.py': app('1'), 'app.json': ADDONS }),
    ])
    await fixture.connect(machine)
    const document = await aDocument(repository.cloneUrl, { documentRoot: '', members: [nadia.member] })
    const { result, all } = await machine.job('set-up', document)
    assert.ok(result.ok, JSON.stringify(result))
    const passwords = await machine.sh('cat /etc/testsite/services/*.password')
    assert.ok(!passwords.match(/[0-9a-f]{48}/g)?.some((password) => all.includes(password)))
  })
  after(async () => {
    await nadia.leave()
    await fixture.close()
  })

  it('are started, and their addresses are in its environment', async () => {
    await shows('1 postgresql= mariadb= redis=error:+OK *0 +OK ')
    assert.equal((await visit(machine, '/a')).text, '1 postgresql=a mariadb=a redis=a')
  })

  it('keep their data and passwords over a deploy', async () => {
    const before = await machine.sh(`cat ${ENVIRONMENT}`)
    assert.equal((await push({ 'app.py': app('2') })).result, 'deployed')
    await shows('2 postgresql=a mariadb=a redis=a')
    assert.equal(await machine.sh(`cat ${ENVIRONMENT}`), before)
  })

  it('are told to the app and root alone', async () => {
    assert.equal(await machine.sh(`stat -c '%U %a' ${ENVIRONMENT} /etc/testsite/services`), 'app 400\nroot 700\n')
    await machine.sh('useradd --groups app mallory')
    for (const account of ['mallory', 'nadia', 'deploy', 'hook']) {
      const as = ['setpriv', '--reuid', account, '--regid', account, '--init-groups', 'cat', ENVIRONMENT]
      assert.equal((await machine.exec(as)).code, 1, account)
    }
    const passwords = await machine.sh('cat /etc/testsite/services/*.password')
    for (const password of passwords.match(/[0-9a-f]{48}/g) ?? assert.fail('no passwords')) {
      const places = '/etc /opt /run /srv /tmp /var/log /var/lib/testsite /var/lib/app /var/lib/deploy'
      const found = await machine.sh(`{ grep -rlF ${password} --devices=skip ${places} 2>/dev/null || true; }`)
      const allowed =
        /^\/etc\/testsite\/(services\/\w+\.password|environment\/20-services\.sh)$|^\/etc\/redis\/testsite\.conf$/
      for (const file of found.trim().split('\n')) assert.match(file, allowed)
      assert.equal(
        (await machine.exec(['bash', '-c', `journalctl --no-pager | grep -F ${password} | grep -v grep`])).code,
        1,
      )
    }
    const modes = await machine.sh('stat -c "%U:%G %a" /etc/redis/testsite.conf')
    assert.equal(modes, 'root:redis 640\n')
  })

  itDumpsAndLoads(
    () => machine,
    () => nadia,
  )

  it('run again after they were killed', async () => {
    await machine.sh('sleep 1.5; pkill -KILL -x mariadbd; pkill -KILL -x postgres; pkill -KILL -x redis-server')
    await shows('2 postgresql=a mariadb=a redis=a')
  })

  it('run after a restart, before the app needs them', async () => {
    await machine.restart()
    await shows('2 postgresql=a mariadb=a redis=a')
  })

  it('start on a copy of the machine, whatever numbers of processes it took along', async () => {
    await machine.sh(`data=$(echo /var/lib/postgresql/*/main)
      systemctl stop 'postgresql@*'
      printf '1\\n%s\\n0\\n5432\\n/var/run/postgresql\\n' "$data" > "$data/postmaster.pid"
      echo 1 > /run/postgresql/.s.PGSQL.5432.lock
      chown postgres:postgres "$data/postmaster.pid" /run/postgresql/.s.PGSQL.5432.lock`)
    assert.equal((await push({ 'app.py': app('3') })).result, 'deployed')
    await shows('3 postgresql=a mariadb=a redis=a')
  })

  it('fail the deploy when one does not start, and say why', async () => {
    await machine.sh(
      'systemctl stop mariadb; printf "[mariadbd]\\nno_such_setting = 1\\n" > /etc/mysql/mariadb.conf.d/99-odd.cnf',
    )
    const newest = await push({ 'app.py': app('4') })
    assert.equal(newest.result, 'service-failed')
    assert.match(newest.log, /no_such_setting/)
    assert.match((await visit(machine)).text, /^3 postgresql=a /)
    await machine.sh('rm /etc/mysql/mariadb.conf.d/99-odd.cnf')
    const { result } = await machine.job('deploy')
    assert.ok(result.ok, JSON.stringify(result))
    await shows('4 postgresql=a mariadb=a redis=a')
  })

  it('stop when they are not asked for any more, and keep their data', async () => {
    assert.equal((await push({ 'app.json': '{"addons": ["jawsdb"]}' })).result, 'deployed')
    await shows('4 mariadb=a')
    assert.equal((await machine.exec(['pgrep', '-x', 'postgres|redis-server'])).code, 1)
    assert.doesNotMatch(await machine.sh(`cat ${ENVIRONMENT}`), /redis|postgres/)
    const document = await aDocument(repository.cloneUrl, { documentRoot: '', services: ['postgresql', 'redis'] })
    const { result } = await machine.job('set-up', document)
    assert.ok(result.ok, JSON.stringify(result))
    await shows('4 postgresql=a redis=a')
  })

  it('stay as they are when a deploy fails that asks for others', async () => {
    const document = await aDocument(repository.cloneUrl, {
      documentRoot: '',
      services: ['mariadb'],
      startCommand: 'exit 1',
    })
    const { result } = await machine.job('set-up', document)
    assert.equal(!result.ok && result.reason, 'start-failed')
    await shows('4 postgresql=a redis=a')
    assert.equal((await machine.exec(['pgrep', '-x', 'mariadbd'])).code, 1)
  })
})
