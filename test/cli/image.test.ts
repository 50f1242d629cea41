import assert from 'node:assert/strict'
import { type BakeDeps, createBaker, followBake } from '../../src/control/images/bake.ts'
import { PermanentError } from '../../src/site/errors.ts'
import { MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import { aTerminal } from './a-terminal.ts'

/** A terminal at a platform that bakes in slices of twenty seconds, as all do. */
async function makeTerminal(changes: Partial<BakeDeps> = {}) {
  const calls: string[] = []
  const terminal = await aTerminal({
    bakeImage: ({ ports, clock }) => {
      const look = createBaker({ ...ports, base: async () => 'debian-13', size: 'small', ...changes })
      const wait = async (ms: number) => clock.advance(ms)
      return (label, who) => {
        calls.push(who.bake?.stage ?? 'new')
        const patience = { clock, wait, until: clock.now() + 20 * SECOND_MS, everyMs: 5 * SECOND_MS }
        return followBake(look, label, who, { ...patience, untilNextStage: true })
      }
    },
  })
  const images = async () => (await terminal.ports.instances.list()).images
  return { ...terminal, calls, images }
}

describe('pokopoko image bake', () => {
  it('says what it is at, once for each stage, and in the end which image forms offer', async () => {
    const { type, calls, images } = await makeTerminal()
    const { exitCode, stdout, stderr } = await type('image bake Agency')
    const [image] = await images()
    assert.deepEqual([exitCode, image?.label], [0, 'Agency'])
    assert.match(stdout, new RegExp(`^Done\\. .* forms offer Agency \\(${image?.id}\\) first`))
    assert.deepEqual(stderr.trimEnd().split('\n'), [
      'Waiting for it to start…',
      'Installing, which takes some minutes…',
      'Stopping it…',
      'Making the image, which takes some minutes on AWS…',
    ])
    assert.deepEqual(calls, ['new', 'starting', 'installing', 'stopping', 'imaging'])
  })

  it('speaks Japanese, and JSON with nothing beside it', async () => {
    const { type, images } = await makeTerminal()
    const { stdout, stderr } = await type('image bake 制作会社', { env: { LANG: 'ja_JP.UTF-8' } })
    assert.match(stdout, /^完了しました。.*先頭に 制作会社 \(image-/)
    assert.match(stderr, /^起動の完了を待っています…\nインストールしています/)
    const json = await type('image bake Agency --json')
    assert.equal(json.stderr, '')
    const imageId = (await images()).find(({ label }) => label === 'Agency')?.id
    assert.deepEqual(JSON.parse(json.stdout), { label: 'Agency', state: 'done', imageId })
  })

  it('says why it failed, and what to do', async () => {
    const failing = async () => {
      throw new PermanentError('image-missing')
    }
    const bench = await makeTerminal()
    bench.fill(4, bench.clock.now() + 90 * MINUTE_MS)
    const { exitCode, stdout } = await bench.type('image bake Agency')
    assert.equal(exitCode, 1)
    assert.match(stdout, /no room.*Try again later, or add a type to sizes\.\nNothing of it is left\.\n$/)
    assert.deepEqual(await bench.images(), [])

    const slow = await makeTerminal({ base: async () => undefined })
    const late = await slow.type('image bake Agency', { env: { LANG: 'ja' } })
    assert.match(late.stdout, /Debian 13 がない/)
    const { type } = await makeTerminal({ base: failing })
    assert.equal((await type('image bake Agency')).exitCode, 3)
  })

  it('says so when the image is being baked already', async () => {
    const { type, store, clock } = await makeTerminal()
    const now = clock.now()
    await store.takeLease('bake Agency', { holder: 'schedule', now, until: now + MINUTE_MS })
    const { exitCode, stdout } = await type('image bake Agency')
    assert.equal(exitCode, 1)
    assert.match(stdout, /^Agency is being baked by somebody else.*try again in three minutes/)
  })

  it('needs a label that people can read, and machines', async () => {
    const { type } = await makeTerminal()
    for (const line of ['image bake', 'image cook Agency', 'image bake <Agency>', `image bake ${'x'.repeat(76)}`]) {
      assert.equal((await type(line)).exitCode, 2, line)
    }
    const embedded = await (await aTerminal()).type('image bake Agency')
    assert.match(embedded.stderr, /^Images are baked on machines, and here are none\. Start podman or docker/)
    const alone = await (await aTerminal({ tableAlone: true })).type('image bake Agency')
    assert.match(alone.stderr, /running pokopoko/)
  })
})
