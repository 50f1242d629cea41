import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { killLeftovers, type LocalProcess, type SeenMessage, startMain } from '../../support/local-process.ts'
import { makeTemporaryDirectory } from '../../support/temporary-directory.ts'

const LIVES = Number(process.env['CRASH_LIVES'] ?? 1)
const PERSON = 'U0NADIA'
const CHANNEL = 'C0SPRING'
const DAY_MS = 24 * 3600 * 1000

describe('npm start, killed at any moment', function () {
  this.timeout(60_000 * LIVES)
  afterEach(killLeftovers)

  it(`carries on where it was, ${LIVES} times`, async () => {
    const directory = await makeTemporaryDirectory()
    try {
      // Moments spread over the time that each thing takes, other ones for each life; the first right after the answer.
      for (let life = 0; life < LIVES; life++) await liveWithKills(directory.path, `plum-${life}`, (life * 97) % 350)
    } finally {
      await directory.remove()
    }
  })
})

async function liveWithKills(data: string, name: string, afterMs: number): Promise<void> {
  let main = await startMain(data)
  const killAndStart = async () => {
    await wait(afterMs)
    assert.equal(await main.end('SIGKILL'), 'SIGKILL')
    main = await startMain(data)
  }
  await create(main, name)
  await killAndStart()
  const ready = await cardThat(main, name, /Ready/)
  assert.equal((await readdir(join(data, 'machines', 'machines'))).length, 1, 'one machine')
  assert.equal(await statusOf(main, name), 401)

  await command(main, `delete ${name}`)
  await killAndStart()
  await cardThat(main, name, /Archived/)
  assert.deepEqual(await readdir(join(data, 'machines', 'machines')), [])
  assert.equal((await readdir(join(data, 'machines', 'images'))).length, 1, 'one image')

  await command(main, `restore ${name}`)
  await killAndStart()
  await cardThat(main, name, /Ready/)
  assert.equal(await statusOf(main, name), 401)

  await command(main, `delete ${name}`)
  await cardThat(main, name, /Archived/)
  await main.do('skip', { ms: 40 * DAY_MS })
  const card = await cardThat(main, name, /Deleted/)
  assert.equal(card.ts, ready.ts, 'one card all along')
  assert.deepEqual(await readdir(join(data, 'machines', 'images')), [])
  assert.equal(await main.end('SIGTERM'), 0)
}

async function create(main: LocalProcess, name: string): Promise<void> {
  await command(main, `new ${name} acme/website#main`)
  const modal = (await main.screen(PERSON)).modals.at(-1)
  assert.ok(modal, 'the form is open')
  const documentRoot = { type: 'plain_text_input', text: 'public' }
  const state = { 'document-root': { 'document-root': documentRoot } }
  assert.deepEqual(await main.do('submit', { as: PERSON, viewId: modal.id, state }), {})
}

async function command(main: LocalProcess, text: string): Promise<void> {
  assert.deepEqual(await main.do('command', { as: PERSON, channel: CHANNEL, command: '/testsite', text }), {})
}

/** The site's card once it says that; a claim that died with its process is taken up after a minute, which is skipped. */
async function cardThat(main: LocalProcess, name: string, says: RegExp): Promise<SeenMessage> {
  for (let look = 0; look < 200; look++) {
    const cards = (await main.screen(PERSON)).messages.filter(
      ({ text, threadTs, ephemeralFor }) =>
        text.includes(`${name}:`) && threadTs === undefined && ephemeralFor === undefined,
    )
    assert.ok(cards.length <= 1, 'two cards')
    const [card] = cards
    if (card !== undefined && says.test(card.text)) return card
    if (look % 60 === 59) await main.do('skip', { ms: 61_000 })
    await wait(50)
  }
  throw new Error(`The card of ${name} never said ${String(says)}:\n${main.output()}`)
}

function statusOf(main: LocalProcess, name: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(
      { host: '127.0.0.1', port: main.sitesPort, headers: { host: `${name}.localhost:${main.sitesPort}` } },
      (res) => {
        res.resume()
        resolve(res.statusCode)
      },
    )
      .on('error', reject)
      .end()
  })
}

/** The process is another one, in real time: there is no clock of it to drive here. */
function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
