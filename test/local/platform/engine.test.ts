import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { startEngine } from '../../../src/local/platform/engine.ts'
import { createWorkQueue } from '../../../src/local/work-queue.ts'
import { HOUR_MS } from '../../../src/site/time.ts'
import { createFakePorts } from '../../support/fake-ports.ts'

describe('startEngine', () => {
  it('frees what a killed process took for nobody, when it is started twice, an hour apart', async () => {
    const { ports, policy, clock, store } = createFakePorts()
    const siteHost = (name: string) => `${name}.localhost`
    const options = { policy, locale: 'en', addresses: { siteHost, siteUrl: siteHost } }
    const queue = () =>
      createWorkQueue({ work: async () => {}, concurrency: 1, onError: (error) => assert.fail(String(error)) })
    const start = () =>
      startEngine(
        ports,
        {
          queue: queue(),
          store,
          reconcileWith: () => {},
          webhookKey: 'a key',
          report: (error) => assert.fail(String(error)),
          log: ({ level, message }) => assert.notEqual(level, 'error', message),
        },
        options,
      )

    await store.takeQuota({ siteId: 'never-written-down', owner: 'U001' })
    const first = await start()
    while ((await store.loadOrphans()).length === 0) await turn()
    await first.stop()
    assert.equal((await store.quotaEntries()).length, 1)
    clock.advance(HOUR_MS)
    const second = await start()
    while ((await store.quotaEntries()).length > 0) await turn()
    await second.stop()
  })
})
