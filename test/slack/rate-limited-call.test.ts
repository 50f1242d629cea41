import assert from 'node:assert/strict'
import { ErrorCode } from '@slack/web-api'
import sinon from 'sinon'
import { createRateLimitedCalls } from '../../src/slack/rate-limited-call.ts'
import { rejectsWithReason } from '../support/rejects.ts'

const putOff = (retryAfter: number) =>
  Object.assign(new Error('rate limited'), { code: ErrorCode.RateLimitedError, retryAfter })
const refused = (error: string) =>
  Object.assign(new Error(error), { code: ErrorCode.PlatformError, data: { ok: false, error } })

describe('a call to Slack', () => {
  let called: <T>(call: () => Promise<T>) => Promise<T>
  let clock: sinon.SinonFakeTimers
  beforeEach(() => {
    clock = sinon.useFakeTimers()
    const calls = createRateLimitedCalls()
    called = (call) => calls('post C1', call)
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
    const answer = assert.rejects(called(call), { name: 'LimitError' })
    await clock.tickAsync(60_000)
    await answer
    assert.equal(call.callCount, 3)
  })

  it('that takes too long to wait for is left to the next attempt', async () => {
    const call = sinon.stub<[], Promise<string>>().rejects(putOff(60))
    await assert.rejects(called(call), { name: 'LimitError', retryAfterMs: 60_000 })
    assert.equal(call.callCount, 1)
  })

  it('waits while another of its kind is put off, and then comes after it', async () => {
    const calls = createRateLimitedCalls()
    const times: number[] = []
    const post = async () => void times.push(Date.now())
    const first = calls('post C1', sinon.stub<[], Promise<void>>().onFirstCall().rejects(putOff(7)).callsFake(post))
    await clock.tickAsync(0)
    const others = [calls('post C1', post), calls('post C1', post), calls('post C2', post)]
    await clock.tickAsync(20_000)
    await Promise.all([first, ...others])
    assert.deepEqual(times, [0, 7000, 8200, 9400])
  })

  it('is not made again when its answer was lost', async () => {
    const call = sinon.stub<[], Promise<string>>().rejects(new Error('socket hang up'))
    await assert.rejects(called(call), /hang up/)
    assert.equal(call.callCount, 1)
  })

  const REFUSALS: Record<string, string[]> = {
    'channel-missing': [
      'channel_not_found',
      'is_archived',
      'is_inactive',
      'restricted_action_read_only_channel',
      'no_permission',
    ],
    'message-missing': ['thread_not_found', 'cant_update_message', 'edit_window_closed'],
    'person-unreachable': ['user_disabled', 'user_not_found', 'cannot_dm_bot'],
    'slack-denied': ['token_revoked', 'account_inactive', 'missing_scope', 'invalid_auth', 'messages_tab_disabled'],
    'message-refused': ['msg_too_long', 'invalid_blocks'],
  }
  for (const [reason, errors] of Object.entries(REFUSALS)) {
    it(`is not tried again in vain: ${reason}`, async () => {
      for (const error of errors)
        await rejectsWithReason(
          called(async () => Promise.reject(refused(error))),
          reason,
        )
    })
  }

  it('waits where Slack says in a plain answer that too much was asked', async () => {
    await assert.rejects(
      called(async () => Promise.reject(refused('ratelimited'))),
      { name: 'LimitError' },
    )
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
