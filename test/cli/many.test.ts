import assert from 'node:assert/strict'
import * as z from 'zod'
import { phaseOf } from '../../src/site/phase.ts'
import { DAY_MS } from '../../src/site/time.ts'
import { aSite } from '../support/a-site.ts'
import { aTerminal } from './a-terminal.ts'

const resultsSchema = z.object({
  results: z.array(
    z.object({
      name: z.string(),
      site: z.object({ phase: z.string() }).optional(),
      errors: z.array(z.object({ code: z.string() })).optional(),
    }),
  ),
})

describe('pokopoko, with several sites', () => {
  let at: Awaited<ReturnType<typeof aTerminal>>
  beforeEach(async () => {
    at = await aTerminal()
    for (const name of ['fig', 'pear'])
      await at.store.create(aSite({ name, id: `id-${name}`, spec: { owner: 'U002' } }))
  })
  afterEach(() => assert.ok(!at.isOpen(), 'the table is closed again'))

  const site = async (name: string) => (await at.store.load(name)) ?? assert.fail(`no site ${name}`)
  const desired = async () => Promise.all(['plum', 'fig', 'pear'].map(async (name) => (await site(name)).spec.desired))

  it('does the same to each that is named, with a line in the history of each', async () => {
    const { exitCode, stdout } = await at.type('sleep plum FIG --as nadia')
    assert.equal(exitCode, 0)
    assert.match(stdout, /plum is going to sleep.*\nfig is going to sleep/)
    assert.deepEqual(await desired(), ['asleep', 'asleep', 'up'])
    for (const name of ['plum', 'fig']) assert.equal((await site(name)).history[0]?.by, 'nadia')
  })

  it('takes as options what is typed after one name', async () => {
    const before = await site('fig')
    assert.equal((await at.type('extend fig pear --until 3')).exitCode, 0)
    assert.equal((await site('fig')).spec.expiresAt - before.spec.expiresAt > 2 * DAY_MS, true)
    assert.equal((await site('pear')).history[0]?.action, 'extend')
    assert.equal((await at.type('extend plum 3')).exitCode, 0)
    assert.equal((await at.type('extend plum')).exitCode, 2)
    assert.equal((await at.type('extend plum 3 --until 3')).exitCode, 1, 'there is no site 3')
  })

  it('goes on where one is refused, and says which', async () => {
    const { exitCode, stdout, stderr } = await at.type('sleep plum quince fig')
    assert.equal(exitCode, 1)
    assert.match(stdout, /^plum is.*\nfig is/)
    assert.match(stderr, /^quince: There's no site named quince/)
  })

  it('has one result for each in JSON', async () => {
    const { exitCode, stdout, stderr } = await at.type('sleep plum quince --json')
    assert.deepEqual([exitCode, stderr], [1, ''])
    const { results } = resultsSchema.parse(JSON.parse(stdout))
    assert.deepEqual(
      results.map(({ name, site: done, errors }) => [name, done?.phase ?? errors?.[0]?.code]),
      [
        ['plum', 'goingToSleep'],
        ['quince', 'no-such-site'],
      ],
    )
  })

  for (const { input, isDone } of [
    { input: 'y\n', isDone: true },
    { input: 'n\n', isDone: false },
  ]) {
    it(`asks once before it deletes, and lists the names; ${isDone ? 'yes' : 'no'}`, async () => {
      const { exitCode, stderr } = await at.type('delete plum pear', { input, isTTY: true })
      assert.match(
        stderr,
        /This will delete 2 sites: plum, pear. For each: It goes offline right away.* Go on\? \[y\/N\]/,
      )
      assert.equal(exitCode, isDone ? 0 : 1)
      assert.deepEqual(await desired(), isDone ? ['archived', 'up', 'archived'] : ['up', 'up', 'up'])
    })

    it(`asks before anything is done to what words find; ${isDone ? 'yes' : 'no'}`, async () => {
      const env = { LC_ALL: 'ja_JP.UTF-8' }
      const { exitCode, stderr } = await at.type('sleep --match owner:U002', { input, isTTY: true, env })
      assert.match(stderr, /2 件のサイト のスリープ: (?:fig, pear|pear, fig) 続けますか？/)
      assert.equal(exitCode, isDone ? 0 : 1)
      assert.deepEqual(await desired(), isDone ? ['up', 'asleep', 'asleep'] : ['up', 'up', 'up'])
    })
  }

  it('takes what is typed for all that words find', async () => {
    const { exitCode, stdout } = await at.type('extend --match owner:U002 5 --yes')
    assert.equal(exitCode, 0)
    assert.match(stdout, /fig now expires/)
    assert.equal((await site('plum')).history[0]?.action, 'create')
    assert.equal((await site('fig')).history[0]?.action, 'extend')
  })

  it('finds what is archived where the words say so', async () => {
    await at.type('delete plum --yes')
    await at.settle()
    assert.equal(phaseOf(await site('plum')), 'archived')
    assert.equal((await at.type('restore --match archived --yes')).exitCode, 0)
    assert.equal((await site('plum')).spec.desired, 'up')
  })
})
