import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.ts'
import { aDocument } from './documents.ts'
import { eventually } from './eventually.ts'
import { type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import { FORGIVE_UNKNOWN_KEYS } from './member.ts'
import type { TestMachine } from './test-machine.ts'

describe('people on a machine', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let repository: TestRepository
  let directory: TemporaryDirectory
  before(async () => {
    fixture = await makeMachineFixture()
    directory = await makeTemporaryDirectory()
    for (const name of ['nadia', 'tom', 'tom-new']) await keygen(name)
    ;[machine, repository] = await Promise.all([
      fixture.machine(),
      fixture.repository('website', { 'public/index.html': 'Plums' }),
    ])
    await machine.sh(FORGIVE_UNKNOWN_KEYS)
  })
  after(async () => {
    await directory.remove()
    await fixture.close()
  })

  const keygen = async (name: string) => {
    const child = spawn('ssh-keygen', [
      '-q',
      '-t',
      'ed25519',
      '-N',
      '',
      '-C',
      `${name}@laptop`,
      '-f',
      join(directory.path, name),
    ])
    await once(child, 'close')
  }
  const publicKey = async (name: string) => (await readFile(join(directory.path, `${name}.pub`), 'utf8')).trim()
  const member = async (user: string, ...keys: string[]) => ({
    login: user,
    user,
    publicKeys: await Promise.all(keys.map(publicKey)),
  })
  const admit = async (members: object[], more: object = {}) => {
    const { result } = await machine.job('users', { members, ...more })
    assert.ok(result.ok, JSON.stringify(result))
    return result.changed
  }
  const sshOptions = () => {
    const options = ['IdentitiesOnly=yes', 'BatchMode=yes', 'StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null']
    return ['-q', '-F', '/dev/null', '-p', String(machine.sshPort), ...options.flatMap((option) => ['-o', option])]
  }
  const ssh = (user: string, key: string, ...command: string[]): ChildProcess =>
    spawn('ssh', [...sshOptions(), '-i', join(directory.path, key), `${user}@localhost`, ...command])
  /** What it printed, or false when it was not let in. */
  const says = async (user: string, key: string, ...command: string[]): Promise<string | false> => {
    const child = ssh(user, key, ...command)
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()))
    await once(child, 'close')
    return child.exitCode === 0 ? text.trim() : false
  }

  /** Through SSH, is there a web server at that address? */
  const reaches = async (user: string, key: string, address: string) => {
    const child = ssh(user, key, '-W', address)
    child.stdin?.end('GET / HTTP/1.0\r\n\r\n')
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()))
    await once(child, 'close')
    return text.startsWith('HTTP/')
  }

  it('come in with their keys, and nobody else', async () => {
    const members = [await member('nadia', 'nadia'), await member('tom', 'tom')]
    const { result } = await machine.job('set-up', await aDocument(repository.cloneUrl, { members }))
    assert.ok(result.ok, JSON.stringify(result))
    assert.equal(await says('nadia', 'nadia', 'whoami'), 'nadia')
    assert.equal(await says('tom', 'tom', 'whoami'), 'tom')
    assert.equal(await says('nadia', 'tom', 'whoami'), false)
    for (const user of ['root', 'deploy', 'app', 'hook', 'nobody'])
      assert.equal(await says(user, 'tom', 'whoami'), false)
  })

  it('bring a key and nothing else: options and comments are left out', async () => {
    const key = (await publicKey('nadia')).split(' ').slice(0, 2).join(' ')
    const keys = [
      `${key} nadia@laptop command="reboot"`,
      `command="touch /tmp/owned" ${key}`,
      `no-pty,${key}`,
      `${key}\tnadia`,
    ]
    await admit([{ login: 'nadia', user: 'nadia', publicKeys: keys }])
    assert.equal(await machine.sh('cat /etc/testsite/keys/nadia'), `${key}\n${key}\n`)
    assert.equal(await says('nadia', 'nadia', 'whoami'), 'nadia')
    assert.equal((await machine.exec(['test', '-e', '/tmp/owned'])).code, 1)
    await admit([await member('nadia', 'nadia'), await member('tom', 'tom')])
  })

  it('can look at what the site is made of, and at no secret', async () => {
    assert.equal(await says('tom', 'tom', 'cat', '/srv/testsite/public/index.html'), 'Plums')
    assert.equal(await says('tom', 'tom', 'cat', '/etc/testsite/hooks.json'), false)
    const logs = await says(
      'tom',
      'tom',
      'cd /var/log/testsite && ls *.log machine/*.log && cat *.log machine/*.log >/dev/null && echo read',
    )
    for (const name of ['build', 'machine/deploy', 'machine/webhook', 'machine/report', 'machine/watch', 'read'])
      assert.match(String(logs), new RegExp(`^${name}(.log)?$`, 'm'))
    assert.equal(await says('tom', 'tom', 'sudo', '-n', 'true'), false)
  })

  it('are root only where it is said', async () => {
    const members = [await member('nadia', 'nadia'), await member('tom', 'tom')]
    assert.deepEqual(await admit(members, { sudo: true }), ['users'])
    assert.equal(await says('tom', 'tom', 'sudo', '-n', 'whoami'), 'root')
    await admit(members)
    assert.equal(await says('tom', 'tom', 'sudo', '-n', 'true'), false)
  })

  it('cannot let others in', async () => {
    const other = await publicKey('tom-new')
    await says('tom', 'tom', `mkdir -p .ssh && echo '${other}' >> .ssh/authorized_keys`)
    assert.equal(await says('tom', 'tom-new', 'whoami'), false)
  })

  it('get nobody in by what a program writes, nor a tunnel', async () => {
    const other = await publicKey('tom-new')
    await machine.sh(
      `install -d -o app -g app -m 700 ~app/.ssh && echo '${other}' >~app/.ssh/authorized_keys && chown app: ~app/.ssh/*`,
    )
    assert.equal(await reaches('app', 'tom-new', '127.0.0.1:80'), false)
    await machine.sh(
      'useradd --create-home --shell /bin/bash guest && cp -a ~app/.ssh ~guest && chown -R guest: ~guest',
    )
    assert.equal(await says('guest', 'tom-new', 'whoami'), false)
  })

  it('can forward ports of the machine to themselves, and no others', async () => {
    assert.equal(await reaches('nadia', 'nadia', '127.0.0.1:80'), true)
    const address = (await machine.sh("ip -4 -o addr show eth0 | sed -E 's/.* inet ([0-9.]+).*/\\1/'")).trim()
    assert.match(address, /^\d/)
    assert.equal(await reaches('nadia', 'nadia', `${address}:80`), false)
    const reverse = await says('nadia', 'nadia', '-o', 'ExitOnForwardFailure=yes', '-R', '0:127.0.0.1:80', 'whoami')
    assert.equal(reverse, false)
  })

  it('leave an account to the maker of the image, where that asks for one', async () => {
    await machine.sh('echo guest >/etc/testsite/ssh-users')
    await machine.job('set-up', await aDocument(repository.cloneUrl))
    assert.equal(await says('guest', 'tom-new', 'whoami'), 'guest')
    assert.equal(await says('app', 'tom-new', 'whoami'), false)
  })

  it('come in with their new key and no longer with the old', async () => {
    assert.deepEqual(await admit([await member('nadia', 'nadia'), await member('tom', 'tom-new')]), ['users'])
    assert.equal(await says('tom', 'tom-new', 'whoami'), 'tom')
    assert.equal(await says('tom', 'tom', 'whoami'), false)
  })

  it('are out at once when they are no longer in the team, with all that they run', async () => {
    const stays = ssh('nadia', 'nadia', 'echo here; pokopoko run sleep 605')
    await once(stays.stdout ?? assert.fail(), 'data')
    await machine.sh('mkdir -p /var/spool/cron/crontabs && echo "* * * * * true" >/var/spool/cron/crontabs/tom')
    await says('tom', 'tom-new', 'setsid --fork sleep 603 </dev/null >/dev/null 2>&1')
    await says('tom', 'tom-new', 'pokopoko run setsid --fork env -i sleep 604 </dev/null >/dev/null 2>&1')
    await says(
      'tom',
      'tom-new',
      'many() { for n in {1..200}; do bash -c "trap : TERM HUP; while :; do sleep 606; done" & done; }; many </dev/null >/dev/null 2>&1',
    )
    const session = ssh('tom', 'tom-new', 'echo here; pokopoko run sleep 601; sleep 600')
    await once(session.stdout ?? assert.fail(), 'data')
    const running = async (...names: string[]) => {
      const found = (await machine.sh("pgrep -fa '^sleep 60[1-6]' | cut -d' ' -f3 | sort -u")).trim().split('\n')
      return names.every((name) => found.includes(name)) && found
    }
    await eventually(async () => running('601', '603', '604', '605', '606'), 'it runs, as app too')
    const ended = once(session, 'close')
    await admit([await member('nadia', 'nadia')])
    await ended
    assert.equal(await says('tom', 'tom-new', 'whoami'), false)
    assert.equal(await says('nadia', 'nadia', 'whoami'), 'nadia')
    assert.deepEqual(await running('605'), ['605'])
    assert.equal(await machine.sh('pgrep -u tom || ls /var/spool/cron/crontabs'), '')
    stays.kill()
  })

  it('are ended again by a later job, if something of theirs has come back', async () => {
    await machine.sh(
      'setpriv --reuid tom --regid tom --clear-groups setsid --fork sleep 607 </dev/null >/dev/null 2>&1',
    )
    await admit([await member('nadia', 'nadia')])
    assert.equal(await machine.sh('pgrep -u tom || true'), '')
  })

  it('come and go all the same when one of them cannot get an account', async () => {
    await machine.sh('useradd --no-create-home gh_src')
    const src = { ...(await member('src', 'tom')), login: 'Src' }
    const staff = await member('staff', 'tom')
    const { result } = await machine.job('users', { members: [src, staff, await member('tom', 'tom')] })
    assert.ok(result.ok, JSON.stringify(result))
    assert.deepEqual(result.withoutAccount, ['Src'])
    // Names of groups of the system are taken.
    assert.equal(await says('gh_staff', 'tom', 'whoami'), 'gh_staff')
    assert.equal(await says('nadia', 'nadia', 'whoami'), false)
    await admit([await member('nadia', 'nadia')])
  })

  it('find their files again when they come back', async () => {
    await admit([await member('nadia', 'nadia'), await member('tom', 'tom')])
    assert.match(String(await says('tom', 'tom', 'ls .ssh')), /authorized_keys/)
  })

  it('stay as they are, where it is not said who they are', async () => {
    const { members: _, ...unsaid } = await aDocument(repository.cloneUrl)
    for (const kind of ['set-up', 'users'] as const) {
      const { result } = await machine.job(kind, kind === 'users' ? {} : unsaid)
      assert.ok(result.ok, JSON.stringify(result))
      assert.equal(await says('nadia', 'nadia', 'whoami'), 'nadia', kind)
    }
  })

  it('change nothing when they are the same', async () => {
    assert.deepEqual(await admit([await member('nadia', 'nadia'), await member('tom', 'tom')]), [])
  })

  it('get a name of their own beside accounts of the system', async () => {
    await admit([await member('games', 'tom'), await member('deploy', 'nadia')])
    assert.equal(await says('games', 'tom', 'whoami'), false)
    assert.equal(await says('gh_games', 'tom', 'whoami'), 'gh_games')
    assert.equal(await says('gh_deploy', 'nadia', 'whoami'), 'gh_deploy')
  })

  it('get nothing but a key out of what they call their key', async () => {
    const key = await publicKey('nadia')
    const publicKeys = [`command="touch /tmp/owned" ${key}`, 'no key', `${key} nadia@laptop\nssh-rsa`, '']
    await admit([{ login: 'nadia', user: 'nadia', publicKeys }])
    assert.equal(await says('nadia', 'nadia', 'whoami'), 'nadia')
    assert.equal(
      await machine.sh('cut -d" " -f1 /etc/testsite/keys/nadia; ls /tmp/owned 2>/dev/null || true'),
      'ssh-ed25519\n',
    )
  })

  it('need no password, and cannot use one', async () => {
    const settings = await machine.sh('sshd -T -C user=nadia,host=localhost,addr=127.0.0.1')
    assert.match(settings, /^passwordauthentication no$/m)
    assert.match(settings, /^kbdinteractiveauthentication no$/m)
    assert.match(settings, /^permitrootlogin no$/m)
  })

  it('meet a machine with host keys of its own', async () => {
    const other = await fixture.machine()
    await other.job('set-up', await aDocument(repository.cloneUrl))
    const keys = await Promise.all([machine, other].map(({ sh }) => sh('cat /etc/ssh/ssh_host_ed25519_key.pub')))
    assert.equal(new Set(keys.map((key) => key.split(' ')[1])).size, 2)
    const listed = await machine.sh('ls /etc/ssh/ssh_host_*_key')
    await eventually(async () => listed.split('\n').filter(Boolean).length === 2, 'no key of the image is left')
  })
})
