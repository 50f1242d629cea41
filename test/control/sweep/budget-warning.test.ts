import assert from 'node:assert/strict'
import { createSweep } from '../../../src/control/sweep/sweep.ts'
import { DAY_MS, HOUR_MS } from '../../../src/site/time.ts'
import { createLife } from '../../support/a-life.ts'

/** An hour of the one site costs 2: 80 % of the budget are spent after two days. */
const prices = { currency: 'USD', sizes: { small: 1 }, disk: 730, archive: 365 }
const rules = { prices, monthlyBudget: 120, admins: ['U0ADA', 'S0ADMINS', 'U0BEN'], timeZone: 'Asia/Tokyo' }

describe('admins, of the budget', () => {
  let life: Awaited<ReturnType<typeof createLife>>
  beforeEach(async () => {
    life = await createLife({ policy: rules })
    await life.settle()
  })

  const sweep = (options = {}) => createSweep(life.ports, life.reconcile, life.log, life.policy)(options)
  const told = () => life.chat.budgetWarnings.map(({ channel }) => channel)

  it('are told once a month, each of them, when 80 % are spent', async () => {
    life.clock.advance(DAY_MS)
    await sweep()
    assert.deepEqual(told(), [])
    life.clock.advance(DAY_MS + HOUR_MS)
    await sweep({ dryRun: true })
    assert.deepEqual(told(), [])
    for (let hour = 0; hour < 3; hour++) await sweep()
    assert.deepEqual(told(), ['D0ADA', 'D0BEN'])
    const [{ spent, budget, until } = assert.fail('nothing')] = life.chat.budgetWarnings
    assert.ok(spent >= 96 && spent < 100)
    assert.deepEqual([budget, until], [120, Date.parse('2026-12-01T00:00+09:00')])
    life.clock.set(until + 3 * DAY_MS)
    await sweep()
    assert.equal(told().length, 4)
  })

  it('are told later if a message fails, and the others only once', async () => {
    life.clock.advance(3 * DAY_MS)
    life.chat.people.set('U0ADA', 'deactivated')
    const { errors } = await sweep()
    assert.equal(errors.length, 1)
    life.chat.people.delete('U0ADA')
    await sweep()
    await sweep()
    assert.deepEqual(told(), ['D0BEN', 'D0ADA'])
  })
})
