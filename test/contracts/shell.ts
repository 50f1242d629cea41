import assert from 'node:assert/strict'
import type { CommandState, Job, SetUpJob } from '../../src/control/jobs.ts'
import type { Instances, Shell } from '../../src/control/ports.ts'
import { rejectsForNow } from '../support/rejects.ts'

export interface ShellHarness {
  instances: Instances
  shell: Shell
  image: string
  size: string
  /** A job that succeeds: a repository and a branch that exist. */
  setUp: SetUpJob
  /** A branch that its repository has not. */
  missingBranch: string
  /** Moves the branch of `setUp` to a new commit, and returns that. No webhook is called. */
  push(): Promise<string>
  /** Its machines run no programs. */
  hasNoLogs?: true
  /** See InstancesHarness. */
  eventually(isSo: () => Promise<boolean>): Promise<void>
  close(): Promise<void>
}

/** What every implementation of `Shell` does, on machines that its harness provides. */
export function shellContract(name: string, make: () => Promise<ShellHarness>): void {
  describe(`Shell: ${name}`, () => {
    let harness: ShellHarness
    let shell: Shell
    let id: string
    beforeEach(async () => {
      harness = await make()
      shell = harness.shell
      const { image, size, instances } = harness
      const { site } = harness.setUp
      id = (await instances.launch({ site, token: `${site.id}-1`, launch: 1, image, size })).id
      await harness.eventually(() => shell.reachable(id))
    })
    afterEach(() => harness.close())

    const ended = async (commandId: string): Promise<CommandState | undefined> => {
      await harness.eventually(async () => (await shell.result(id, commandId))?.state !== 'running')
      return shell.result(id, commandId)
    }
    const run = async (job: Job) => ended(await shell.start(id, job))
    const accessJob = (): Job => ({ kind: 'access', access: { ...harness.setUp.access, user: 'guest' } })

    it('sets a site up and tells what was deployed', async () => {
      const result = await run(harness.setUp)
      assert.equal(result?.state, 'succeeded')
      assert.match(result?.state === 'succeeded' ? (result.deploy?.commit ?? '') : '', /^[0-9a-f]{40}$/)
    })

    it('can run the same job again', async () => {
      const first = await run(harness.setUp)
      assert.deepEqual(await run(harness.setUp), first)
    })

    it('changes who may come in', async () => {
      await run(harness.setUp)
      assert.equal((await run(accessJob()))?.state, 'succeeded')
    })

    it('lets in a team alone', async () => {
      await run(harness.setUp)
      const members = [{ login: 'Aki', user: 'aki', publicKeys: [] }]
      assert.deepEqual(await run({ kind: 'users', members }), { state: 'succeeded' })
    })

    it('deploys the head of the branch, and nothing anew where that is served', async () => {
      await run(harness.setUp)
      const commit = await harness.push()
      const first = await run({ kind: 'deploy' })
      assert.equal(first?.state === 'succeeded' ? first.deploy?.commit : first, commit)
      assert.deepEqual(await run({ kind: 'deploy' }), first)
    })

    it('tells when the machine was last used, which is not by being asked', async () => {
      await run(harness.setUp)
      const first = await run({ kind: 'last-use' })
      assert.ok(first?.state === 'succeeded' && first.usedAt !== undefined)
      assert.deepEqual(await run({ kind: 'last-use' }), first)
    })

    it('reads the end of a log, where machines have logs', async () => {
      await run(harness.setUp)
      const commandId = await shell.start(id, { kind: 'logs', lines: 10 })
      let result: CommandState | undefined
      await harness.eventually(async () => {
        result = await shell.result(id, commandId)
        return result?.state !== 'running'
      })
      assert.ok(result?.state === 'succeeded')
      if (harness.hasNoLogs !== true) assert.equal(typeof result.log?.text, 'string')
    })

    it('deploys nothing on a machine that was never set up', async () => {
      const result = await run({ kind: 'deploy' })
      assert.deepEqual(result?.state === 'failed' && [result.reason, result.permanent], ['invalid-input', true])
    })

    it('gives every command an id of its own, and queues them', async () => {
      const ids = await Promise.all([shell.start(id, harness.setUp), shell.start(id, accessJob())])
      assert.equal(new Set(ids).size, 2)
      for (const commandId of ids) assert.equal((await ended(commandId))?.state, 'succeeded')
    })

    it('says why a job failed, and keeps its secrets', async () => {
      const result = await run({ ...harness.setUp, branch: harness.missingBranch })
      assert.ok(result?.state === 'failed')
      assert.equal(result.reason, 'branch-missing')
      assert.equal(result.permanent, true)
      assert.ok(!result.log.includes(harness.setUp.webhookSecret))
      assert.ok(!result.log.includes(harness.setUp.access.passwordHash))
    })

    it('knows nothing of other commands', async () => {
      assert.equal(await shell.result(id, 'command-that-never-was'), undefined)
      const commandId = await shell.start(id, accessJob())
      assert.equal(await shell.result('machine-that-never-was', commandId), undefined)
    })

    it('takes no commands on a machine that is stopped, until it runs again', async () => {
      await harness.instances.stop(id)
      await harness.eventually(async () => (await harness.instances.describe(id))?.state === 'stopped')
      assert.equal(await shell.reachable(id), false)
      await rejectsForNow(shell.start(id, accessJob()))
      await harness.instances.start(id)
      await harness.eventually(() => shell.reachable(id))
      assert.equal((await run(accessJob()))?.state, 'succeeded')
    })

    it('leaves no job running on a machine that was stopped', async () => {
      const commandId = await shell.start(id, harness.setUp)
      await harness.instances.stop(id)
      await harness.eventually(async () => (await harness.instances.describe(id))?.state === 'stopped')
      const result = await shell.result(id, commandId)
      assert.notEqual(result?.state, 'running')
      if (result?.state === 'failed') assert.equal(result.permanent, false)
    })

    it('forgets the commands of a machine that is gone', async () => {
      const commandId = await shell.start(id, harness.setUp)
      await harness.instances.terminate(id)
      await harness.eventually(async () => (await harness.instances.describe(id)) === undefined)
      assert.equal(await shell.result(id, commandId), undefined)
      assert.equal(await shell.reachable(id), false)
      await rejectsForNow(shell.start(id, accessJob()))
    })
  })
}
