import assert from 'node:assert/strict'
import type { Member } from '../../src/control/ports.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { refreshUsers } from '../../src/site/requests/settings.ts'
import { sleep, wake } from '../../src/site/requests/sleep.ts'
import { createLife } from '../support/a-life.ts'

const mai: Member = { login: 'mai', user: 'mai', publicKeys: ['ssh-ed25519 BBBB'] }

describe('reconcile, and the team that may log in', () => {
  it('lets the team in with the set-up, and remembers who has no key', async () => {
    const life = await createLife()
    await life.settle()
    const site = await life.site()
    assert.deepEqual(site.status.users, { count: 2, withoutKeys: ['ken'], revision: 1, launch: 1 })
    assert.deepEqual(life.jobs('users'), [])
    assert.deepEqual(
      life.machines()[0]?.disk.users?.members.map(({ user }) => user),
      ['aki', 'ken'],
    )
  })

  it('looks at the team anew when asked, without a set-up, and the site is ready all the while', async () => {
    const life = await createLife({ durations: { jobMs: 5000 } })
    await life.settle()
    life.world.codeHost.members = async () => [mai]
    await life.ask(refreshUsers)
    await life.look()
    assert.equal(phaseOf(await life.site()), 'ready')
    await life.settle()
    assert.deepEqual(life.jobs('users'), [{ kind: 'users', members: [mai] }])
    assert.equal(life.jobs('set-up').length, 1)
    assert.deepEqual((await life.site()).status.users, { count: 1, revision: 2, launch: 1 })
    assert.deepEqual(life.machines()[0]?.disk.users, { members: [mai] })
  })

  it('tries again while the code host does not answer', async () => {
    const life = await createLife()
    await life.settle()
    const { members } = life.world.codeHost
    life.world.codeHost.members = async () => Promise.reject(new Error('down'))
    await life.ask(refreshUsers)
    await life.look()
    const { failures, users } = (await life.site()).status
    assert.deepEqual([failures['users']?.attempts, users?.revision], [1, 1])
    life.world.codeHost.members = members
    await life.settle()
    const after = (await life.site()).status
    assert.deepEqual([after.failures['users'], after.users?.revision], [undefined, 2])
  })

  it('lets in who is in the team when a sleeper wakes', async () => {
    const life = await createLife()
    await life.settle()
    await life.ask(sleep)
    await life.settle()
    life.world.codeHost.members = async () => [mai]
    await life.ask(refreshUsers)
    await life.settle()
    assert.deepEqual(life.jobs('users'), [])
    await life.ask(wake)
    await life.settle()
    assert.deepEqual(life.jobs('users'), [])
    assert.deepEqual((await life.site()).status.users, { count: 1, revision: 2, launch: 1 })
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
      await life.ask(refreshUsers)
      await life.settle()
      assert.equal(life.jobs('users').length, 1)
      assert.equal(life.machines()[0]?.disk.users?.sudo, sudo)
    })
  }
})
