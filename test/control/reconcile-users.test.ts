import { cardFacts } from '../../src/site/card.ts'
import assert from 'node:assert/strict'
import type { Member } from '../../src/control/code-host.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { followTeam, refreshUsers } from '../../src/site/operations/refresh-users.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import { wake } from '../../src/site/operations/wake.ts'
import { PermanentError } from '../../src/site/errors.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { createLife } from '../support/a-life.ts'

const mai: Member = { login: 'mai', user: 'mai', publicKeys: ['ssh-ed25519 BBBB'] }

describe('reconcile, and the team that may log in', () => {
  it('lets the team in with the set-up, and remembers who has no key', async () => {
    const life = await createLife()
    await life.settle()
    const site = await life.site()
    const logins = ['Aki', 'ken']
    const at = life.clock.now()
    assert.deepEqual(site.status.users, { count: 2, withoutKeys: ['ken'], logins, revision: 1, launch: 1, at })
    assert.deepEqual(life.jobs('users'), [])
    assert.deepEqual(
      life.machines()[0]?.disk.users?.members.map(({ user }) => user),
      ['aki', 'ken'],
    )
  })

  it('looks at the team anew when asked, without a set-up, and the site is ready all the while', async () => {
    const life = await createLife({ durations: { jobMs: 5000 } })
    await life.settle()
    life.ports.codeHost.members = async () => [mai]
    await life.ask(refreshUsers.apply)
    await life.reconcile()
    assert.equal(phaseOf(await life.site()), 'ready')
    await life.settle()
    assert.deepEqual(life.jobs('users'), [{ kind: 'users', members: [mai] }])
    assert.equal(life.jobs('set-up').length, 1)
    const at = life.clock.now()
    assert.deepEqual((await life.site()).status.users, { count: 1, logins: ['mai'], revision: 2, launch: 1, at })
    assert.deepEqual(life.machines()[0]?.disk.users, { members: [mai] })
  })

  it('tells on the card for whom the machine could make no account, until it can', async () => {
    let withoutAccount: string[] | undefined = ['ken']
    const life = await createLife({
      outcomes: () => ({ state: 'succeeded', ...(withoutAccount && { withoutAccount }) }),
    })
    await life.settle()
    assert.deepEqual(cardFacts(await life.site(), life.policy).withoutAccount, ['ken'])
    withoutAccount = undefined
    await life.ask(refreshUsers.apply)
    await life.settle()
    assert.equal(cardFacts(await life.site(), life.policy).withoutAccount, undefined)
  })

  it('tries again while the code host does not answer', async () => {
    const life = await createLife()
    await life.settle()
    const { members } = life.ports.codeHost
    life.ports.codeHost.members = async () => Promise.reject(new Error('down'))
    await life.ask(refreshUsers.apply)
    await life.reconcile()
    const { failures, users } = (await life.site()).status
    assert.deepEqual([failures['users']?.attempts, users?.revision], [1, 1])
    life.ports.codeHost.members = members
    await life.settle()
    const after = (await life.site()).status
    assert.deepEqual([after.failures['users'], after.users?.revision], [undefined, 2])
  })

  it('lets in who is in the team when a sleeper wakes', async () => {
    const life = await createLife()
    await life.settle()
    await life.ask(sleep.apply)
    await life.settle()
    life.ports.codeHost.members = async () => [mai]
    await life.ask(refreshUsers.apply)
    await life.settle()
    assert.deepEqual(life.jobs('users'), [])
    await life.ask(wake.apply)
    await life.settle()
    assert.deepEqual(life.jobs('users'), [])
    const { logins, revision } = (await life.site()).status.users ?? {}
    assert.deepEqual([logins, revision], [['mai'], 2])
  })

  const teams: [sudoTeams: string[], sudo: true | undefined][] = [
    [[], undefined],
    [['others'], undefined],
    [['others', 'growers'], true],
  ]
  for (const [sudoTeams, sudo] of teams) {
    it(`makes the team ${sudo ? '' : 'not '}root where SUDO_TEAMS is '${sudoTeams.join(',')}'`, async () => {
      const life = await createLife({ policy: { sudoTeams } })
      await life.settle()
      assert.equal(life.machines()[0]?.disk.users?.sudo, sudo)
      await life.ask(refreshUsers.apply)
      await life.settle()
      assert.equal(life.jobs('users').length, 1)
      assert.equal(life.machines()[0]?.disk.users?.sudo, sudo)
    })
  }

  describe('tells the thread of its card', () => {
    const aki: Member = { login: 'aki', user: 'aki', publicKeys: [] }
    const ken: Member = { login: 'ken', user: 'ken', publicKeys: [] }
    const reconcile = (life: Life, ...members: Member[]) => {
      life.codeHost.setTeam('growers', members)
      return life.ask(refreshUsers.apply).then(life.settle)
    }
    const told = (life: Life) =>
      life.messages('teamChanged').map(({ change }) => [change?.added, change?.removed, change?.sites])

    it('who came and who left, once, and nothing of those whom the set-up let in or who stayed', async () => {
      const life = await createLife()
      await life.settle()
      await reconcile(life, aki, ken)
      assert.deepEqual(told(life), [], 'capitals are no change')
      await reconcile(life, ken, mai)
      await reconcile(life, ken, mai)
      assert.deepEqual(told(life), [[['mai'], ['aki'], undefined]])
      assert.equal(life.messages('teamChanged')[0]?.thread, life.card()?.ts)
      await reconcile(life, ken)
      assert.deepEqual(told(life)[1], [[], ['mai'], undefined])
    })

    it('of changes that came while Slack was down as of one, and of none that was taken back', async () => {
      const life = await createLife()
      await life.settle()
      const { notify: announce } = life.ports.chat
      life.ports.chat.notify = () => Promise.reject(new Error('down'))
      // Whether the first was posted nobody knows: it stands as it is.
      for (const members of [[ken], [ken, mai], [mai], [ken]]) {
        life.codeHost.setTeam('growers', members)
        await life.ask(refreshUsers.apply)
        await life.pass(5 * MINUTE_MS)
      }
      life.ports.chat.notify = announce
      await life.pass(DAY_MS)
      assert.deepEqual(told(life), [[[], ['Aki'], undefined]])
      await reconcile(life, aki)
      assert.deepEqual(told(life)[1], [['aki'], ['ken'], undefined])
    })

    it('how many sites somebody had to leave, where the code host has told', async () => {
      const life = await createLife()
      await life.settle()
      life.codeHost.setTeam('growers', [mai])
      for (const login of ['AKI', 'ken']) {
        await life.ask((site, { now }) => followTeam(site, { login, sites: 7 }, now))
      }
      await life.settle()
      assert.deepEqual(told(life), [[['mai'], ['Aki', 'ken'], 7]])
      const asked = (await life.site()).history.filter(({ action }) => action === 'refresh-users')
      assert.equal(asked.length, 1, 'a line of the history')
      life.clock.advance(MINUTE_MS)
      await reconcile(life, aki)
      await life.ask((site, { now }) => followTeam(site, { login: 'mai', sites: 7 }, now))
      await reconcile(life)
      assert.deepEqual(told(life)[1], [['aki'], ['mai'], undefined], 'none of an earlier departure')
      assert.deepEqual(told(life)[2], [[], ['aki'], undefined])
    })

    it('nothing of a team too large to be known by name', async () => {
      const life = await createLife()
      await life.settle()
      const crowd = Array.from({ length: 1001 }, (_, index) => ({ ...mai, login: `mai-${index}` }))
      await reconcile(life, ...crowd)
      await reconcile(life, mai)
      assert.deepEqual(told(life), [])
      assert.equal((await life.site()).status.users?.count, 1)
    })
  })

  it('tries for ever to look at the team, and the site stays ready', async () => {
    const life = await createLife()
    await life.settle()
    const { members } = life.ports.codeHost
    for (const error of [new PermanentError('code-host-denied'), new Error('down')]) {
      life.ports.codeHost.members = async () => Promise.reject(error)
      await life.ask(refreshUsers.apply)
      await life.pass(6 * HOUR_MS)
      assert.equal(phaseOf(await life.site()), 'ready')
    }
    life.ports.codeHost.members = members
    await life.pass(HOUR_MS)
    assert.deepEqual((await life.site()).status.failures, {})
  })

  it('tries nothing else again when the code host tells of the team', async () => {
    const life = await createLife()
    await life.settle()
    const { retryRevision } = (await life.site()).spec
    await life.ask((site, { now }) => followTeam(site, undefined, now))
    assert.equal((await life.site()).spec.retryRevision, retryRevision)
    await life.settle()
    assert.equal(life.jobs('users').length, 1)
  })
})

type Life = Awaited<ReturnType<typeof createLife>>
