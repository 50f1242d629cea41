import assert from 'node:assert/strict'
import { join } from 'node:path'
import { listen } from '../../src/local/listen.ts'
import { createRouter } from '../../src/local/router.ts'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'
import type { Door } from './front-case.ts'

/** The way to a machine that visitors of `npm start` take. */
export async function throughRouter(
  direct: Door,
  { domain = 'localhost', names = ['plum'] } = {},
): Promise<{ door: Door; close(): Promise<void> }> {
  const temporary = await makeTemporaryDirectory()
  const router = await createRouter({
    file: join(temporary.path, 'routes.json'),
    lookUp: async () => ({ kind: 'unknown' }),
    wake: async () => 'not-asleep',
    open: async () => 'denied',
    domain,
    takeControl: async () => false,
    takePush: async () => assert.fail('no push'),
    timeZone: 'Asia/Tokyo',
    report: (error) => assert.fail(String(error)),
  })
  const address = new URL(direct.url).host
  for (const name of names) await router.routes.put({ siteId: name, name, instanceId: 'machine-1', address })
  const port = await listen(router.server)
  return {
    door: { ...direct, url: `http://127.0.0.1:${port}`, host: `plum.${domain}` },
    close: async () => {
      await router.close()
      await temporary.remove()
    },
  }
}
