import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { get } from 'node:http'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as z from 'zod'
import { killLeftovers, type LocalProcess, startMain } from '../support/local-process.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.ts'

/** What `npm start` of version 07ab212 left: `plum` is ready, `pear` asleep and `fig` archived, all Nadia's. */
const DIRECTORY = fileURLToPath(new URL('../upgrade/directories/07ab212.tar.gz', import.meta.url))
const LEFT_AT = Date.parse('2026-11-29T14:20:00Z')

/** Runs before the program, and takes the clock back to when it was left: its sites would have expired. */
const TURN_CLOCK_BACK = `
const { now } = Date
const since = now() - ${LEFT_AT}
Date.now = () => now() - since`

const NADIA = { as: 'U0NADIA' }
const blocksSchema = z.array(
  z.object({ block_id: z.string(), elements: z.array(z.object({ action_id: z.string().optional() })).optional() }),
)

describe('a data directory of an earlier version', () => {
  let directory: TemporaryDirectory
  beforeEach(async () => {
    directory = await makeTemporaryDirectory()
    await promisify(execFile)('tar', ['-xzf', DIRECTORY, '-C', directory.path])
  })
  afterEach(killLeftovers)
  afterEach(() => directory.remove())

  const start = () =>
    startMain(directory.path, ['--machines', 'auto'], {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(TURN_CLOCK_BACK)}`,
    })
  const textsOf = async (main: LocalProcess) => (await main.screen(NADIA.as)).messages.map(({ text }) => text)
  const types = async (main: LocalProcess, text: string) => {
    const typed = { ...NADIA, channel: 'C0SPRING', command: '/testsite', text }
    assert.deepEqual(await main.do('command', typed), {})
  }

  it('is taken over with its messages, machines and archives', async () => {
    const main = await start()
    assert.match(main.output(), /Sites are served by this process/)
    assert.ok((await textsOf(main)).includes('Hello'))
    assert.equal(await statusOf('plum', main), 401, 'its machine asks for the password')

    await types(main, 'wake pear')
    await isReady('pear', main)
    await clickOld('site-restore', /fig\* is archived/, main)
    await isReady('fig', main)
    await types(main, 'delete plum')
    const [modal] = (await main.screen(NADIA.as)).modals
    await main.do('submit', { ...NADIA, viewId: modal?.id, state: {} })
    await isSaid('→ archived', 'plum', main)
    assert.deepEqual([await statusOf('pear', main), await statusOf('fig', main)], [401, 401])
    assert.equal(await main.end('SIGTERM'), 0)

    const again = await start()
    const texts = await textsOf(again)
    for (const card of ['🟢 pear: Ready', '🟢 fig: Ready', '📦 plum: Archived']) {
      assert.ok(
        texts.some((text) => text.startsWith(card)),
        `${card} in ${texts.join('\n')}`,
      )
    }
    assert.doesNotMatch(main.output() + again.output(), /Error|failed/)
    assert.equal(await again.end('SIGTERM'), 0)
  })

  /** In a message of the earlier version. */
  async function clickOld(actionId: string, text: RegExp, main: LocalProcess): Promise<void> {
    const { messages } = await main.screen(NADIA.as)
    const message = messages.find((one) => text.test(one.text)) ?? assert.fail(`no message ${text}`)
    const block = blocksSchema
      .parse(message.blocks)
      .find(({ elements = [] }) => elements.some((element) => element.action_id === actionId))
    const clicked = {
      container: { message: { channel: 'C0SPRING', ts: message.ts } },
      element: { blockId: block?.block_id ?? assert.fail(`no ${actionId}`), actionId },
      picked: { type: 'button' },
    }
    assert.deepEqual(await main.do('act', { ...NADIA, ...clicked, state: {} }), {})
  }
})

const isReady = (name: string, main: LocalProcess) => isSaid('→ ready', name, main)

/** Until the program has printed it about the site. */
async function isSaid(what: string, name: string, { child, output }: LocalProcess): Promise<void> {
  const isLine = (line: string) => line.includes(`  ${name}  `) && line.includes(what)
  while (!output().split('\n').some(isLine)) await once(child.stdout ?? assert.fail(), 'data')
}

function statusOf(name: string, { sitesPort }: LocalProcess): Promise<number | undefined> {
  const headers = { host: `${name}.localhost:${sitesPort}` }
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: sitesPort, headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).on('error', reject)
  })
}
