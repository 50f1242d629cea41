import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { readLocalOptions } from '../../src/local/options.ts'
import { startPlatform } from '../../src/local/platform/platform.ts'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'
import { freePort } from '../support/free-port.ts'

describe('the local platform', () => {
  it('answers once it is up what machines of a former process ask while it comes up', async () => {
    const directory = await makeTemporaryDirectory()
    const port = await freePort()
    const flags = ['--data-dir', directory.path, '--port', String(port), '--sites-port', '0', '--machines', 'embedded']
    const starting = startPlatform(readLocalOptions(flags, {}), () => ({ level, message }) => {
      assert.notEqual(level, 'error', message)
    })
    let isUp = false
    void starting.then(() => (isUp = true))
    const url = `http://localhost:${port}/git/acme/website.git/info/refs?service=git-upload-pack`
    try {
      assert.deepEqual(await firstAnswer(url, () => isUp), { status: 200, wasEarly: true })
    } finally {
      await (await starting).stop()
      await directory.remove()
    }
  })
})

/** Asks as soon as somebody listens. */
async function firstAnswer(url: string, isUp: () => boolean) {
  for (;;) {
    const wasEarly = !isUp()
    const answer = await fetch(url).catch(() => undefined)
    if (answer !== undefined) return { status: answer.status, wasEarly }
    await turn()
  }
}
