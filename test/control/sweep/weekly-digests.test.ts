import assert from 'node:assert/strict'
import type { Ports } from '../../../src/control/ports.ts'
import { createSweep } from '../../../src/control/sweep/sweep.ts'
import type { Policy } from '../../../src/site/policy.ts'
import type { Site } from '../../../src/site/site.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/site/time.ts'
import { aSite, type Overrides } from '../../support/a-site.ts'
import { createFaultyProcesses } from '../../support/chaos/processes.ts'
import { createFakePorts } from '../../support/fake-ports.ts'

/** Ten o'clock. */
const MONDAY = Date.parse('2026-11-09T10:00+09:00')
const WEEK_MS = 7 * DAY_MS

/** Sites on a Monday morning, on fakes. Nobody reconciles them. */
async function aMorning(sites: Overrides<Site>[], rules: Partial<Policy> = {}) {
  const fake = createFakePorts({ policy: { timeZone: 'Asia/Tokyo', ...rules } })
  const has = async ({ name, ...more }: Overrides<Site>) =>
    void (await fake.store.create(aSite({ ...more, id: `id-${name}`, ...(name && { name }) })))
  for (const site of sites) await has(site)
  fake.clock.set(MONDAY)
  const sweepWith = (ports: Ports, options = {}) => createSweep(ports, async () => {}, undefined, fake.policy)(options)
  const told = () => fake.chat.digests.map(({ channel, sites: names }) => `${channel}: ${names.toSorted().join(' ')}`)
  return { ...fake, has, sweepWith, sweep: (options = {}) => sweepWith(fake.ports, options), told }
}

const inChannel = (name: string, channel: string, owner = 'U001'): Overrides<Site> => ({
  name,
  spec: { channel, owner },
})
const orchard = [inChannel('plum', 'C001'), inChannel('fig', 'C001'), inChannel('pear', 'C002')]

describe('the weekly digest', () => {
  it('is posted once in each channel, of its own sites, and again a week later', async () => {
    const { sweep, told, clock } = await aMorning(orchard)
    await sweep({ dryRun: true })
    assert.deepEqual(told(), [])
    for (let hour = 0; hour < 30; hour++) {
      await sweep()
      clock.advance(HOUR_MS)
    }
    assert.deepEqual(told(), ['C001: fig plum', 'C002: pear'])
    clock.set(MONDAY + WEEK_MS)
    await sweep()
    assert.equal(told().length, 4)
  })

  it('is not posted before its hour, nor if it is turned off', async () => {
    const early = await aMorning(orchard)
    early.clock.set(MONDAY - MINUTE_MS)
    await early.sweep()
    const off = await aMorning(orchard, { weeklyDigest: false })
    await off.sweep()
    assert.deepEqual([...early.told(), ...off.told()], [])
  })

  it('is not posted where no site lives, nor where the first came this morning', async () => {
    const { sweep, told } = await aMorning([
      ...orchard,
      { name: 'quince', spec: { channel: 'C003', desired: 'archived' } },
      { name: 'sloe', spec: { channel: 'C004', desired: 'gone' } },
      { name: 'medlar', createdAt: MONDAY + MINUTE_MS, spec: { channel: 'C005' } },
      { name: 'cherry', createdAt: MONDAY + MINUTE_MS, spec: { channel: 'C002' } },
    ])
    await sweep()
    assert.deepEqual(told().toSorted(), ['C001: fig plum', 'C002: cherry pear'])
  })

  it('goes to the contacts of sites whose channel refuses it, in one message each', async () => {
    const refusal = { channel: 'C003', code: 'is_archived', since: MONDAY - DAY_MS, triedAt: MONDAY - MINUTE_MS }
    const { sweep, told, chat } = await aMorning(
      [
        inChannel('plum', 'C001', 'U001'),
        inChannel('fig', 'C001', 'U002'),
        { name: 'pear', spec: { channel: 'C003', owner: 'U001' }, status: { channelRefusal: refusal } },
        inChannel('quince', 'C002', 'U003'),
      ],
      { admins: ['U0ADA'] },
    )
    chat.closedChannels.push('C001')
    chat.people.set('U002', 'deactivated')
    const { errors } = await sweep()
    assert.deepEqual(told(), ['C002: quince', 'D001: pear plum'])
    assert.deepEqual(errors, [])
    await sweep()
    assert.equal(told().length, 2)
  })

  it('is posted by a later sweep where it failed, and not again elsewhere', async () => {
    const { sweepWith, ports, sweep, told, clock } = await aMorning(orchard)
    const failing: Ports['chat'] = {
      ...ports.chat,
      postDigest: async (digest, target) => {
        if (target.channel === 'C001') throw new Error('Slack is down')
        return ports.chat.postDigest(digest, target)
      },
    }
    const { errors } = await sweepWith({ ...ports, chat: failing })
    assert.equal(errors.length, 1)
    clock.advance(HOUR_MS)
    await sweep()
    assert.deepEqual(told(), ['C002: pear', 'C001: fig plum'])
  })

  it('is posted once by sweeps at the same moment', async () => {
    const { sweep, told } = await aMorning(orchard)
    await Promise.all([sweep(), sweep(), sweep()])
    assert.deepEqual(told().toSorted(), ['C001: fig plum', 'C002: pear'])
  })

  it('is posted once, whichever of its calls a sweep dies before or after', async () => {
    for (const fault of ['dieBefore', 'dieAfter', 'failBefore', 'failAfter', 'hangBefore', 'hangAfter'] as const) {
      let isMet = true
      for (let at = 0; isMet; at++) {
        const fake = await aMorning(orchard)
        let calls = 0
        isMet = false
        const processes = createFaultyProcesses({ ...fake, ...fake.machines }, () => {
          if (calls++ !== at) return undefined
          isMet = true
          return fault
        })
        processes.start(async (ports) => void (await fake.sweepWith(ports)))
        await processes.rest()
        await processes.passTo(fake.clock.now() + HOUR_MS)
        await fake.sweep()
        assert.deepEqual(fake.told().toSorted(), ['C001: fig plum', 'C002: pear'], `${fault}, call ${at}`)
      }
    }
  })

  it('is posted once, even if the clock is set back and what sweeps remember is lost', async () => {
    const { sweep, told, clock, store } = await aMorning(orchard)
    await sweep()
    for (const back of [5 * MINUTE_MS, HOUR_MS, WEEK_MS]) {
      clock.set(MONDAY - back)
      for (let hour = 0; hour < 3; hour++) {
        await store.saveOrphans([])
        await sweep()
        clock.advance(HOUR_MS)
      }
    }
    assert.equal(told().length, 2)
  })

  it('holds up a sweep for three minutes at most; the next goes on', async () => {
    const { sweepWith, ports, told, clock } = await aMorning(orchard)
    const slow: Ports['chat'] = {
      ...ports.chat,
      postDigest: async (digest, target) => {
        clock.advance(4 * MINUTE_MS)
        return ports.chat.postDigest(digest, target)
      },
    }
    await sweepWith({ ...ports, chat: slow })
    assert.deepEqual(told(), ['C001: fig plum'])
    await sweepWith({ ...ports, chat: slow })
    assert.deepEqual(told(), ['C001: fig plum', 'C002: pear'])
  })

  it('is not posted late by a sweep whose lease may have ended', async () => {
    const { sweepWith, ports, told, clock } = await aMorning([inChannel('plum', 'C001')])
    const slow: Ports['chat'] = {
      ...ports.chat,
      findDigest: async (week, target) => {
        clock.advance(40_000)
        return ports.chat.findDigest(week, target)
      },
    }
    const { errors } = await sweepWith({ ...ports, chat: slow })
    assert.deepEqual([told(), errors.length], [[], 1])
  })

  it('is told to nobody where nobody can be told', async () => {
    const { sweep, told, chat } = await aMorning([inChannel('plum', 'C001', 'pokopoko')])
    chat.closedChannels.push('C001')
    const { errors } = await sweep()
    assert.deepEqual([told(), errors], [[], []])
  })
})
