import assert from 'node:assert/strict'
import type { Container } from '../../../src/local/containers/containers.ts'
import type { Engine } from '../../../src/local/containers/engine.ts'
import { createShell } from '../../../src/local/containers/shell.ts'
import type { SetUpJob } from '../../../src/control/jobs.ts'

const job: SetUpJob = {
  kind: 'set-up',
  site: { id: 'site-1', name: 'plum', url: 'https://plum.test.example.com' },
  cloneUrl: 'http://localhost:3000/git/acme/website.git',
  repository: 'acme/website',
  branch: 'main',
  documentRoot: '',
  access: { user: 'guest', passwordHash: 'hash' },
  webhookSecret: 'the-secret',
  members: [],
  report: {
    url: 'http://plum.localhost:8080/_pokopoko/control/report/plum',
    pictureUrl: 'http://plum.localhost:8080/_pokopoko/control/picture/plum',
    token: 'the-token',
  },
}
const machine: Container = { id: 'machine-1', siteId: 'site-1', siteName: 'plum', launch: 1, state: 'running' }

describe('the shell of container machines', () => {
  it('gives a job the addresses by which the machine reaches this computer, and its secrets by stdin alone', async () => {
    const calls: { words: readonly string[]; stdin: unknown }[] = []
    const engine: Engine = async (words, { stdin } = {}) => {
      calls.push({ words, stdin })
      return { code: 0, stdout: '{"ok":true}', stderr: '' }
    }
    await new Promise<void>((resolve, reject) => {
      const shell = createShell({
        engine,
        find: async () => machine,
        reach: (url) => `http://there${new URL(url).pathname}`,
        onEnd: () => resolve(),
      })
      shell.start('machine-1', job).catch(reject)
    })
    const { words, stdin } = calls.at(-1) ?? assert.fail('nothing ran')
    assert.deepEqual(words, ['exec', '--interactive', 'machine-1', '/opt/pokopoko/bin/set-up', '-'])
    assert.deepEqual(JSON.parse(String(stdin)), {
      ...job,
      cloneUrl: 'http://there/git/acme/website.git',
      report: {
        url: 'http://there/_pokopoko/control/report/plum',
        pictureUrl: 'http://there/_pokopoko/control/picture/plum',
        token: 'the-token',
      },
    })
    const said = JSON.stringify(calls.map((call) => call.words))
    for (const secret of ['the-token', 'the-secret']) assert.ok(!said.includes(secret))
  })

  it('reads a log while another job runs', async () => {
    const log = { name: 'web', names: 'deploy, web, nginx', text: 'listening\n', hasMore: false, place: '7:10' }
    const never = new Promise<never>(() => {})
    const engine: Engine = async ([verb, , , entry]) => {
      if (entry?.endsWith('/set-up') === true) return never
      return { code: 0, stdout: verb === 'exec' ? JSON.stringify({ ok: true, logs: log }) : '', stderr: '' }
    }
    const result = await new Promise((resolve, reject) => {
      const shell = createShell({
        engine,
        find: async () => machine,
        reach: (url) => url,
        onEnd: () => void reading.then((id) => shell.result('machine-1', id)).then(resolve, reject),
      })
      const reading = shell.start('machine-1', job).then(() => shell.start('machine-1', { kind: 'logs', lines: 9 }))
    })
    assert.deepEqual(result, { state: 'succeeded', log: { ...log, names: ['deploy', 'web', 'nginx'] } })
  })

  const unreadable: [state: Container['state'], code: number | undefined, reason: string, log: string][] = [
    ['running', 137, 'no-result', 'The job ended with exit status 137 and without a result.'],
    ['running', undefined, 'no-result', 'The job ended with exit status unknown and without a result.'],
    ['stopped', 137, 'machine-gone', ''],
  ]
  for (const [state, code, reason, log] of unreadable) {
    it(`says ${reason} of a job that ended with ${String(code)} and no result, on a machine that is ${state}`, async () => {
      let current = machine
      const engine: Engine = async ([verb]) => {
        if (verb === 'exec') current = { ...machine, state }
        return { code, stdout: 'Installing git …', stderr: '' }
      }
      const copied: Engine = async (words, options) => ({
        ...(await engine(words, options)),
        ...(words[0] === 'cp' && { code: 0 }),
      })
      const result = await new Promise((resolve, reject) => {
        const shell = createShell({
          engine: copied,
          find: async () => current,
          reach: (url) => url,
          onEnd: () => void started.then((id) => shell.result('machine-1', id)).then(resolve, reject),
        })
        const started = shell.start('machine-1', job)
      })
      assert.deepEqual(result, { state: 'failed', reason, log, permanent: false })
    })
  }
})
