import assert from 'node:assert/strict'
import type { Member } from '../../src/control/code-host.ts'
import { redeploy } from '../../src/site/operations/redeploy.ts'
import { refreshUsers } from '../../src/site/operations/refresh-users.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import { wake } from '../../src/site/operations/wake.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { cardFacts } from '../../src/site/card.ts'
import { createLife } from '../support/a-life.ts'

type Life = Awaited<ReturnType<typeof createLife>>
const mai: Member = { login: 'mai', user: 'mai', publicKeys: ['ssh-ed25519 BBBB'] }

/** Who can log in on the machine. */
const teamGone = async (life: Life) => cardFacts(await life.site(), life.policy).teamGone
const accounts = (life: Life) => life.machines()[0]?.disk.users?.members.map(({ user }) => user)

describe('reconcile, and a team in which nobody is found any more', () => {
  let life: Life
  beforeEach(async () => {
    life = await createLife()
    await life.settle()
    assert.deepEqual(accounts(life), ['aki', 'ken'])
  })
  const empty = () => life.codeHost.setTeam('growers', [])
  const remove = () => life.codeHost.removeTeam('growers')
  const ask = async () => {
    await life.ask(refreshUsers.apply)
    await life.reconcile()
  }

  it('locks nobody out for one answer alone', async () => {
    empty()
    await ask()
    assert.deepEqual([accounts(life), life.jobs('users')], [['aki', 'ken'], []])
    assert.equal((await life.site()).status.teamLoss?.reason, 'empty')
    life.codeHost.setTeam('growers', [mai])
    await life.pass(11 * MINUTE_MS)
    assert.deepEqual(accounts(life), ['mai'])
    assert.equal((await life.site()).status.teamLoss, undefined)
  })

  it('locks them out once a second look, ten minutes later, finds nobody either', async () => {
    empty()
    await ask()
    await life.pass(9 * MINUTE_MS)
    // Asking again does not make the time shorter.
    await ask()
    assert.deepEqual(accounts(life), ['aki', 'ken'])
    await life.pass(2 * MINUTE_MS)
    assert.deepEqual(accounts(life), [])
    assert.equal(life.messages('teamChanged').length, 1)
  })

  it('locks nobody out at a set-up either, which goes on without', async () => {
    empty()
    await life.ask(redeploy.apply)
    await life.reconcile()
    await life.pass(MINUTE_MS)
    assert.equal(life.jobs('set-up').length, 2)
    assert.deepEqual(accounts(life), ['aki', 'ken'])
    assert.equal((await life.site()).status.users?.count, 2)
    await life.pass(10 * MINUTE_MS)
    assert.deepEqual(accounts(life), [])
  })

  it('says on the card, and once to the owner, that the team is gone, and locks them out after a day', async () => {
    remove()
    await ask()
    const since = life.clock.now()
    assert.deepEqual(await teamGone(life), { team: 'growers', until: since + DAY_MS })
    assert.equal(life.messages('teamGone').length, 1)
    assert.equal(life.messages('teamGone')[0]?.thread, life.card()?.ts)
    await life.pass(23 * HOUR_MS)
    assert.deepEqual(accounts(life), ['aki', 'ken'])
    await life.pass(2 * HOUR_MS)
    assert.deepEqual(accounts(life), [])
    assert.deepEqual(await teamGone(life), { team: 'growers' })
    assert.equal(life.messages('teamGone').length, 1)
  })

  it('does nothing to anybody where the team is back within the hour', async () => {
    remove()
    await ask()
    life.codeHost.setTeam('growers', [mai])
    await life.pass(HOUR_MS + MINUTE_MS)
    assert.deepEqual(accounts(life), ['mai'])
    assert.equal(await teamGone(life), undefined)
  })

  it('counts the day anew where the team was there in between', async () => {
    remove()
    await ask()
    await life.pass(23 * HOUR_MS)
    life.codeHost.setTeam('growers', [mai])
    await ask()
    await life.pass(MINUTE_MS)
    remove()
    await ask()
    await life.pass(23 * HOUR_MS)
    assert.deepEqual(accounts(life), ['mai'])
  })

  it('keeps those in who could log in when the site wakes meanwhile', async () => {
    await life.ask(sleep.apply)
    await life.settle()
    remove()
    await life.ask(wake.apply)
    await life.pass(10 * MINUTE_MS)
    assert.deepEqual(accounts(life), ['aki', 'ken'])
    assert.equal((await life.site()).status.teamLoss?.reason, 'gone')
  })

  it('lets nobody in, and says so at once, where nobody was in before', async () => {
    const other = await createLife()
    other.codeHost.removeTeam('growers')
    await other.settle()
    assert.deepEqual(accounts(other), [])
    assert.deepEqual(await teamGone(other), { team: 'growers' })
    assert.equal(other.messages('teamGone').length, 0)
  })
})
