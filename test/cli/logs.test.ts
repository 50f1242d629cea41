import assert from 'node:assert/strict'
import { aTerminal } from './a-terminal.ts'

async function aTerminalWithLogs(logs: Record<string, string>) {
  const terminal = await aTerminal()
  const [machine] = terminal.machines()
  assert.ok(machine)
  machine.disk.logs = logs
  return { ...terminal, logs }
}

describe('pokopoko logs', () => {
  it('prints the end of the log that was named, or of what visitors reach', async () => {
    const { type } = await aTerminalWithLogs({ web: 'one\ntwo\nthree\n', deploy: 'built\n' })
    assert.deepEqual(await type('logs plum'), { exitCode: 0, stdout: 'one\ntwo\nthree\n', stderr: '' })
    assert.equal((await type('logs plum deploy')).stdout, 'built\n')
    assert.equal((await type('logs PLUM web -n 2')).stdout, 'two\nthree\n')
    const { stdout } = await type('logs plum --lines 1 --json')
    assert.deepEqual(JSON.parse(stdout), {
      site: { name: 'plum' },
      log: 'web',
      logs: ['web', 'deploy'],
      text: 'three\n',
      hasMore: true,
    })
  })

  it('takes out what looks like a secret, should the machine not have', async () => {
    const { type } = await aTerminalWithLogs({ web: 'DB_PASSWORD=hunter2\n' })
    assert.equal((await type('logs plum')).stdout, 'DB_PASSWORD=***\n')
  })

  it('changes nothing', async () => {
    const { type, site } = await aTerminalWithLogs({ web: 'one\n' })
    const before = await site()
    await type('logs plum')
    assert.deepEqual(await site(), before)
  })

  it('follows a log until its machine is off', async () => {
    const { type, logs, meanwhile, reconcile } = await aTerminalWithLogs({ web: 'one\n' })
    let waits = 0
    meanwhile(async () => {
      waits += 1
      if (waits < 4) logs['web'] += `after ${waits}\n`
      else {
        await type('sleep plum')
        await reconcile()
      }
    })
    const { exitCode, stdout, stderr } = await type('logs plum -f')
    assert.equal(stdout, 'one\nafter 1\nafter 2\nafter 3\n')
    assert.equal(exitCode, 1)
    assert.match(stderr, /can't be read right now: it's (going to sleep|asleep)\. Wake it with pokopoko wake plum/)
  })

  it('says why it has nothing to print, and what to do', async () => {
    const { type, reconcile } = await aTerminalWithLogs({ web: 'one\n', nginx: '' })
    assert.match((await type('logs plum worker')).stderr, /no log named worker\. It has these: web, nginx\./)
    assert.match((await type('logs fig')).stderr, /no site named fig/)
    await type('sleep plum')
    await reconcile()
    const { exitCode, stderr } = await type('logs plum', { env: { LANG: 'ja_JP.UTF-8' } })
    assert.deepEqual([exitCode, stderr.startsWith('plum のログは今は読めません。')], [1, true], stderr)
    assert.match((await (await aTerminal({ tableAlone: true })).type('logs plum')).stderr, /needs a running pokopoko/)
  })

  it('gives up on a machine that says nothing', async () => {
    const { type, machines } = await aTerminal({ durations: { jobMs: 60_000 } })
    assert.equal(machines().length, 1)
    assert.match((await type('logs plum')).stderr, /didn't say what's in its logs\. Try again/)
  })

  it('refuses what is no log, and no number', async () => {
    const { type } = await aTerminal()
    const codes = ['logs', 'logs plum ../x', 'logs plum web more', 'logs plum -n 0', 'logs plum -f --json', 'list -f']
    for (const line of codes) assert.equal((await type(line)).exitCode, 2, line)
  })
})
