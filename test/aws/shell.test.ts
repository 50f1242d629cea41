import assert from 'node:assert/strict'
import type { GetCommandInvocationResult } from '@aws-sdk/client-ssm'
import { createSsmShell } from '../../src/aws/shell.ts'
import { readInvocation } from '../../src/aws/ssm/invocation.ts'
import type { Job } from '../../src/control/jobs.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import { shellContract } from '../contracts/shell.ts'
import { rejectsForNow } from '../support/rejects.ts'
import { slow } from './ec2/bench.ts'
import { makeShellBench, setUp } from './ssm/bench.ts'

shellContract('SSM', async () => makeShellBench())
shellContract('slow SSM', async () =>
  makeShellBench({ agentMs: 20_000, silenceMs: 0, jobMs: 10_000, listLagMs: 3000 }, slow),
)

const access: Job = { kind: 'access', access: setUp.access }

describe('createSsmShell', () => {
  async function booted(...durations: Parameters<typeof makeShellBench>) {
    const bench = makeShellBench(...durations)
    const { id } = await bench.instances.launch(bench.order())
    await bench.eventually(() => bench.shell.reachable(id))
    return { ...bench, id }
  }

  it('puts no secret into the command, and nothing else but addresses', async () => {
    const { shell, ssm, s3, id } = await booted()
    await shell.start(id, setUp)
    const [input = {}] = ssm.inputs('SendCommand')
    const { Parameters, ...rest } = { Parameters: {}, ...input }
    assert.deepEqual(rest, {
      InstanceIds: [id],
      DocumentName: 'sites-run-job',
      Comment: 'pokopoko set-up',
      TimeoutSeconds: 600,
    })
    assert.deepEqual(Object.keys(Parameters), ['entry', 'bundle', 'document'])
    const text = JSON.stringify(ssm.calls)
    for (const secret of [setUp.webhookSecret, setUp.access.passwordHash, setUp.deployKey ?? 'key']) {
      assert.ok(!text.includes(secret))
      assert.ok([...s3.objects.values()].some((object) => object.includes(secret)))
    }
  })

  it('gives the machine a quarter of an hour to fetch what it needs', async () => {
    const { shell, ssm, id } = await booted()
    await shell.start(id, setUp)
    const text = JSON.stringify(ssm.inputs('SendCommand'))
    assert.deepEqual(text.match(/X-Amz-Expires=\d+/g), ['X-Amz-Expires=900', 'X-Amz-Expires=900'])
    assert.match(text, /bundles\/[0-9a-f]{64}\.tar\.gz\?/)
  })

  it('removes the document when it knows what came of the job, and not before', async () => {
    const { shell, s3, id, clock } = await booted({ jobMs: 10_000, silenceMs: 1000 })
    const documents = () => [...s3.objects.keys()].filter((key) => key.startsWith('documents/'))
    const command = await shell.start(id, setUp)
    assert.equal((await shell.result(id, command))?.state, 'running')
    assert.equal(documents().length, 1)
    clock.advance(10_000)
    assert.equal((await shell.result(id, command))?.state, 'succeeded')
    assert.deepEqual(documents(), [])
    assert.equal((await shell.result(id, command))?.state, 'succeeded')
  })

  it('has a log put into the bucket, reads it there, and leaves nothing of it', async () => {
    const { shell, ssm, s3, id } = await booted()
    const command = await shell.start(id, { kind: 'logs', log: 'web', lines: 30 })
    const [document = ''] = [...s3.objects]
      .filter(([key]) => key.startsWith('documents/'))
      .map(([, body]) => body.toString())
    assert.match(
      document,
      /"upload":"https:\/\/inputs\.s3\.eu-west-1\.amazonaws\.com\/logs\/[0-9a-f-]{36}\.json\?.*X-Amz-Expires=900/,
    )
    const log = { name: 'web', names: ['deploy', 'web'], text: 'listening\n', hasMore: false, place: '7:10' }
    assert.deepEqual(await shell.result(id, command), { state: 'running' })
    assert.deepEqual(await shell.result(id, command), { state: 'succeeded', log })
    assert.deepEqual(
      [...s3.objects.keys()].filter((key) => !key.startsWith('bundles/')),
      [],
    )
    assert.doesNotMatch(JSON.stringify(ssm.calls), /listening/)
    assert.deepEqual(await shell.result(id, command), {
      state: 'failed',
      reason: 'no-result',
      log: 'The job ended with exit status unknown and without a result.',
      permanent: false,
    })
  })

  it('puts the bundle once, and again before the bucket drops it', async () => {
    const { shell, s3, id, clock, timesPacked } = await booted({ silenceMs: 24 * HOUR_MS })
    await Promise.all([shell.start(id, setUp), shell.start(id, access)])
    await shell.start(id, access)
    assert.equal(timesPacked(), 1)
    clock.advance(12 * HOUR_MS)
    await shell.start(id, access)
    assert.equal(timesPacked(), 2)
    assert.equal([...s3.objects.keys()].filter((key) => key.startsWith('bundles/')).length, 1)
  })

  it('puts the bundle again when that failed', async () => {
    const { shell, s3, id, timesPacked } = await booted()
    // The document's and the bundle's.
    for (const _ of [1, 2]) s3.failNext('PutObject', 'AccessDenied')
    await rejectsForNow(shell.start(id, access))
    await shell.start(id, access)
    assert.equal(timesPacked(), 2)
  })

  it('takes a command that is not listed yet for running, for a minute', async () => {
    const { shell, id, clock } = await booted({ listLagMs: HOUR_MS, silenceMs: HOUR_MS })
    const command = await shell.start(id, access)
    assert.deepEqual(await shell.result(id, command), { state: 'running' })
    clock.advance(MINUTE_MS - SECOND_MS)
    assert.deepEqual(await shell.result(id, command), { state: 'running' })
    clock.advance(SECOND_MS)
    assert.equal(await shell.result(id, command), undefined)
  })

  it('tries a job again whose machine went off, once that is noticed', async () => {
    const { shell, instances, id, clock } = await booted({ jobMs: MINUTE_MS, silenceMs: 5 * MINUTE_MS })
    const command = await shell.start(id, setUp)
    await shell.reachable(id)
    await instances.stop(id)
    assert.equal((await shell.result(id, command))?.state, 'running')
    clock.advance(5 * MINUTE_MS + 1)
    const cutOff = { state: 'failed', reason: 'machine-gone', log: '', permanent: false }
    assert.deepEqual(await shell.result(id, command), cutOff)
  })

  it('tries a job again that never began', async () => {
    const { shell, instances, id, clock } = await booted({ jobMs: MINUTE_MS, silenceMs: HOUR_MS })
    await instances.stop(id)
    // Nobody knows yet that the machine is off.
    const command = await shell.start(id, setUp)
    clock.advance(10 * MINUTE_MS + 1)
    const result = await shell.result(id, command)
    assert.deepEqual(result, { state: 'failed', reason: 'job-not-begun', log: '', permanent: false })
  })

  describe('a job that was killed at its time limit, or never begun', () => {
    const documents = ({ s3 }: Awaited<ReturnType<typeof booted>>) =>
      [...s3.objects.keys()].filter((key) => key.startsWith('documents/'))

    it('is told as too slow, not as a machine that disappeared, and leaves no document behind', async () => {
      const bench = await booted({ jobMs: HOUR_MS })
      const { shell, id, clock } = bench
      const command = await shell.start(id, setUp)
      assert.equal((await shell.result(id, command))?.state, 'running')
      clock.advance(30 * MINUTE_MS)
      const result = await shell.result(id, command)
      assert.deepEqual(result, { state: 'failed', reason: 'job-too-slow', log: '', permanent: true })
      assert.deepEqual(documents(bench), [])
    })

    it('leaves no document behind even when nobody ever hears of its end', async () => {
      const bench = await booted({ jobMs: HOUR_MS })
      const { shell, id, clock } = bench
      const command = await shell.start(id, setUp)
      await shell.result(id, command)
      clock.advance(15 * MINUTE_MS)
      assert.equal((await shell.result(id, command))?.state, 'running')
      assert.equal(documents(bench).length, 1, 'its address is good')
      clock.advance(1)
      assert.equal((await shell.result(id, command))?.state, 'running')
      assert.deepEqual(documents(bench), [])
    })

    it('leaves no document behind when it could not be sent', async () => {
      const bench = await booted()
      const { shell, ssm, id } = bench
      ssm.failNext('SendCommand', 'InvalidInstanceId')
      await rejectsForNow(shell.start(id, setUp))
      assert.deepEqual(documents(bench), [])
    })

    it('is told as killed when something else than the limit did it', async () => {
      const { shell, id } = await booted({}, {}, () => ({ output: '', ok: false, killed: true }))
      const command = await shell.start(id, setUp)
      const result = await shell.result(id, command).then(() => shell.result(id, command))
      const log = 'The job ended with exit status 137 and without a result.'
      assert.deepEqual(result, { state: 'failed', reason: 'no-result', log, permanent: false })
    })

    it('is told as not begun where the machine was busy with another, before its document is worth nothing', async () => {
      const bench = await booted({ jobMs: HOUR_MS })
      const { shell, id, clock } = bench
      await shell.start(id, setUp)
      const command = await shell.start(id, access)
      await shell.result(id, command)
      clock.advance(10 * MINUTE_MS)
      assert.equal((await shell.result(id, command))?.state, 'running')
      clock.advance(1)
      const result = await shell.result(id, command)
      assert.deepEqual(result, { state: 'failed', reason: 'job-not-begun', log: '', permanent: false })
    })

    const ends: [details: string, more: GetCommandInvocationResult, reason: string, permanent: boolean][] = [
      ['DeliveryTimedOut', { Status: 'TimedOut', ResponseCode: -1 }, 'job-not-begun', false],
      ['Delivery Timed Out', { Status: 'TimedOut', ResponseCode: -1 }, 'job-not-begun', false],
      ['Undeliverable', { Status: 'Failed', ResponseCode: -1 }, 'job-not-begun', false],
      ['ExecutionTimedOut', { Status: 'TimedOut', ResponseCode: 137 }, 'job-too-slow', true],
      ['Execution Timed Out', { Status: 'TimedOut', ExecutionElapsedTime: 'PT30M0.4S' }, 'job-too-slow', true],
      ['ExecutionTimedOut', { Status: 'TimedOut', ExecutionElapsedTime: 'PT1H' }, 'job-too-slow', true],
      ['ExecutionTimedOut', { Status: 'TimedOut', ExecutionElapsedTime: 'PT12.5S' }, 'no-result', false],
      ['Cancelled', { Status: 'Cancelled', ResponseCode: 137 }, 'no-result', false],
    ]
    for (const [StatusDetails, more, reason, permanent] of ends) {
      it(`is told as what it is: ${StatusDetails}, ${reason}`, () => {
        const result = readInvocation({ StatusDetails, ...more })
        assert.ok(result.state === 'failed')
        assert.deepEqual([result.reason, result.permanent], [reason, permanent])
      })
    }

    it('is told by the result that it printed before, if any', () => {
      const result = readInvocation({ Status: 'TimedOut', StandardOutputContent: '{"ok":true}' })
      assert.deepEqual(result, { state: 'succeeded' })
    })
  })

  const unreadable: [why: string, output: string, ok: boolean, log: string, permanent: boolean][] = [
    ['nothing', '', false, 'The job ended with exit status 1 and without a result.', false],
    ['nothing, and ended well', '', true, 'The job ended with exit status 0 and without a result.', false],
    ['half a result', '{"ok":tr', false, 'The job ended with exit status 1 and without a result.', false],
    ['more than SSM keeps', 'é'.repeat(12_001), false, 'The job printed more than Systems Manager keeps.', true],
    ['as much as SSM keeps', '…'.repeat(8000), true, 'The job printed more than Systems Manager keeps.', true],
  ]
  for (const [why, output, ok, log, permanent] of unreadable) {
    it(`does not take a machine for gone whose job said ${why}`, async () => {
      const { shell, id } = await booted({}, {}, () => ({ output, ok }))
      const command = await shell.start(id, setUp)
      const result = await shell.result(id, command).then(() => shell.result(id, command))
      assert.deepEqual(result, { state: 'failed', reason: 'no-result', log, permanent })
    })
  }

  it('is known by its id to other processes', async () => {
    const { shell, settings, id } = await booted()
    const command = await shell.start(id, access)
    const other = createSsmShell(settings)
    await other.result(id, command)
    assert.equal((await other.result(id, command))?.state, 'succeeded')
  })
})
