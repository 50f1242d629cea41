import assert from 'node:assert/strict'
import { ErrorCode } from '@slack/web-api'
import sinon from 'sinon'
import { called } from '../../src/slack/called.ts'
import { rejectsWithReason } from '../support/rejects.ts'

const putOff = (retryAfter: number) =>
  Object.assign(new Error('rate limited'), { code: ErrorCode.RateLimitedError, retryAfter })
const refused = (error: string) =>
  Object.assign(new Error(error), { code: ErrorCode.PlatformError, data: { ok: false, error } })

describe('a call to Slack', () => {
  let clock: sinon.SinonFakeTimers
  beforeEach(() => {
    clock = sinon.useFakeTimers()
  })
  afterEach(() => clock.restore())

  it('that is put off is made again when Slack said', async () => {
    const call = sinon.stub<[], Promise<string>>().onFirstCall().rejects(putOff(7)).resolves('done')
    const answer = called(call)
    await clock.tickAsync(6999)
    assert.equal(call.callCount, 1)
    await clock.tickAsync(1)
    assert.equal(await answer, 'done')
  })

  it('is given up before the claim of a posting could be taken over', async () => {
    const call = sinon.stub<[], Promise<string>>().rejects(putOff(7))
    const answer = assert.rejects(called(call), /rate limited/)
    await clock.tickAsync(60_000)
    await answer
    assert.equal(call.callCount, 3)
  })

  it('that takes too long to wait for is left to the next attempt', async () => {
    const call = sinon.stub<[], Promise<string>>().rejects(putOff(60))
    await assert.rejects(called(call), /rate limited/)
    assert.equal(call.callCount, 1)
  })

  it('is not made again when its answer was lost', async () => {
    const call = sinon.stub<[], Promise<string>>().rejects(new Error('socket hang up'))
    await assert.rejects(called(call), /hang up/)
    assert.equal(call.callCount, 1)
  })

  it('says in our terms why it was refused', async () => {
    await rejectsWithReason(
      called(async () => Promise.reject(refused('not_in_channel'))),
      'channel-missing',
    )
    await rejectsWithReason(
      called(async () => Promise.reject(refused('message_not_found'))),
      'message-missing',
    )
    await assert.rejects(
      called(async () => Promise.reject(refused('fatal_error'))),
      /fatal_error/,
    )
  })
})
