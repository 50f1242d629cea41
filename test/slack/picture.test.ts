import assert from 'node:assert/strict'
import type { Message } from '@pokopoko/slack-emulator'
import { createMachineEndpoint, type MachineEndpoint } from '../../src/gateway/machine-endpoint.ts'
import { reportTokenHash } from '../../src/control/reports/report-token.ts'
import { picturePath } from '../../src/site/paths.ts'
import { DAY_MS, HOUR_MS } from '../../src/site/time.ts'
import { BOT_TOKEN, ELSEWHERE } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

const TOKEN = 'the-token-of-the-machine'
const jpeg = (text: string) => Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from(text)])

describe('a picture of the start page', () => {
  let team: Team
  let control: MachineEndpoint
  const start = async (options: Parameters<typeof aTeam>[0] = {}) => {
    team = await aTeam(options)
    control = createMachineEndpoint(team)
    await team.has('plum')
    const site = await team.site('plum')
    await team.store.save({ ...site, status: { ...site.status, reportTokens: [reportTokenHash(TOKEN)] } })
  }
  beforeEach(() => start())
  afterEach(() => team.close())

  const post = (body: object, { token = TOKEN, name = 'plum' } = {}) =>
    control({
      method: 'POST',
      path: picturePath(name),
      authorization: `Bearer ${token}`,
      body: async () => JSON.stringify(body),
    })
  const body = (text: string, changed = 1, commit = 'a') => ({
    commit: commit.repeat(40),
    changed,
    image: jpeg(text).toString('base64'),
  })
  /** The machine sends it, and all that comes of it happens. */
  const send = async (...picture: Parameters<typeof body>) => {
    assert.deepEqual(await post(body(...picture)), { status: 204 })
    await team.settle()
  }
  const images = ({ blocks = [] }: Message) => blocks.filter(({ type }) => type === 'image')
  const fileIn = (block: object) =>
    'slack_file' in block && typeof block.slack_file === 'object' && 'id' in (block.slack_file ?? {})
      ? String(Object.values(block.slack_file ?? {})[0])
      : assert.fail('no file')
  const shown = async () =>
    images(await team.card('plum')).map((block) => {
      const { data = '' } = team.workspace.files.find(fileIn(block)) ?? {}
      return Buffer.from(data, 'base64').subarray(4).toString()
    })

  it('is on the card, with words for who cannot see it, and replaced by the next', async () => {
    await send('first')
    assert.deepEqual(await shown(), ['first'])
    assert.match(words(images(await team.card('plum'))), /Start page of plum at aaaaaaa/)
    await send('second', 0.01, 'b')
    assert.deepEqual(await shown(), ['second'])
    assert.deepEqual(team.inThreads().flatMap(images), [])
  })

  it('and the one before are in the thread when more than a few per cent have changed, once', async () => {
    await send('first')
    await send('second', 0.2, 'b')
    await team.reconcile('plum')
    const told = team.inThreads().filter((message) => images(message).length > 0)
    assert.equal(told.length, 1)
    const said = words(told)
    for (const part of ['changed the start page', 'Before: aaaaaaa', 'After: bbbbbbb'])
      assert.ok(said.includes(part), part)
    assert.equal(told[0]?.threadTs, (await team.card('plum')).ts)
    await send('third', 0.001, 'c')
    assert.equal(team.inThreads().filter((message) => images(message).length > 0).length, 1)
  })

  it('stays while the site sleeps, and goes with it', async () => {
    await send('first')
    await team.ben.testsite('sleep plum')
    assert.deepEqual(await shown(), ['first'])
    await team.ben.confirms('delete plum')
    assert.deepEqual(await shown(), [])
  })

  it('is not taken twice, nor from anybody else, nor if it is no picture', async () => {
    await send('first')
    const uploads = () => team.calls.filter(({ method }) => method === 'files.completeUploadExternal').length
    await send('first')
    assert.equal(uploads(), 1)
    assert.deepEqual(await post(body('x'), { token: 'another' }), { status: 401 })
    assert.deepEqual(await post(body('x'), { name: 'nosuch' }), { status: 401 })
    assert.deepEqual(await post({ ...body('x'), image: Buffer.from('<svg>').toString('base64') }), { status: 400 })
    assert.deepEqual(await post({ ...body('x'), commit: 'HEAD' }), { status: 400 })
    assert.deepEqual(await post({ ...body('x'), changed: 7 }), { status: 400 })
    assert.deepEqual(await post(body('x'.repeat(300_000))), { status: 413 })
    await team.settle()
    assert.deepEqual(await shown(), ['first'])
  })

  it('that Slack does not take harms nothing, and is dropped', async () => {
    team.broken.refusal = (method) => (method === 'files.getUploadURLExternal' ? 'missing_scope' : undefined)
    await send('first')
    assert.deepEqual(await shown(), [])
    const { status } = await team.site('plum')
    assert.equal(status.picture?.next, undefined)
    assert.deepEqual(status.failures, {})
  })

  it('is tried again when Slack cannot be reached, and the card says nothing of that', async () => {
    team.broken.slack = (method) => method.startsWith('files.')
    await send('first')
    assert.deepEqual(await shown(), [])
    assert.doesNotMatch(words(await team.card('plum')), /tried again|⚠️/)
    team.broken.slack = () => false
    await team.pass(HOUR_MS)
    assert.deepEqual(await shown(), ['first'])
  })

  it('that is gone in Slack leaves the card as it is otherwise', async () => {
    await send('first')
    const site = await team.site('plum')
    const picture = { shown: { file: 'F000000GONE', commit: 'a'.repeat(40) } }
    await team.store.save({ ...site, status: { ...site.status, picture } })
    await team.settle()
    await team.ben.testsite('extend plum 3')
    assert.match(words(await team.card('plum')), /19 Nov 2026/)
    assert.deepEqual(await shown(), [])
  })

  it('belongs to a machine, and to a site that is not archived', async () => {
    await team.ben.confirms('delete plum')
    assert.deepEqual(await post(body('late')), { status: 409 })
  })

  it('moves to another channel with the card', async () => {
    await send('first')
    await team.ben.testsite('settings plum')
    await team.ben.fills({ channel: ELSEWHERE })
    await team.ben.submits()
    await team.pass(DAY_MS)
    assert.equal((await team.card('plum')).channel, ELSEWHERE)
    assert.deepEqual(await shown(), ['first'])
  })

  it('has words in Japanese', async () => {
    await team.close()
    await start({ locale: 'ja' })
    await send('first')
    await send('second', 0.5, 'b')
    assert.match(words(team.inThreads()), /トップページが変わりました.*変更前.*変更後/s)
  })

  it('keeps the token that uploads it from the log', async () => {
    await send('first')
    assert.ok(!JSON.stringify(team.lines()).includes(BOT_TOKEN))
  })
})
