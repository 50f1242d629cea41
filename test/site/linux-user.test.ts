import assert from 'node:assert/strict'
import fc from 'fast-check'
import { linuxUserFor } from '../../src/site/linux-user.ts'

describe('linuxUserFor', () => {
  const cases: [login: string, user: string | RegExp][] = [
    ['nadia', 'nadia'],
    ['Nadia-Klein', 'nadia-klein'],
    ['a'.repeat(32), 'a'.repeat(32)],
    ['a'.repeat(33), /^gh_a{20}_[0-9a-f]{8}$/],
    ['a'.repeat(39), /^gh_a{20}_[0-9a-f]{8}$/],
    ['4chan', 'gh_4chan'],
    ['octo_corp', 'gh_octo_corp'],
    ['root', 'gh_root'],
    ['Deploy', 'gh_deploy'],
    ['octo[bot]', /^gh_octobot_[0-9a-f]{8}$/],
    ['oc/to', /^gh_octo_[0-9a-f]{8}$/],
    ['é', /^gh__[0-9a-f]{8}$/],
  ]
  for (const [login, user] of cases) {
    it(`${login}: ${String(user)}`, () => {
      if (typeof user === 'string') assert.equal(linuxUserFor(login), user)
      else assert.match(linuxUserFor(login), user)
    })
  }

  it('is a name that machines take, and another for each login', () => {
    const logins = fc.uniqueArray(fc.oneof(fc.string(), fc.stringMatching(/^[a-z0-9_[\]-]{1,45}$/)), {
      selector: (login) => login.toLowerCase(),
    })
    fc.assert(
      fc.property(logins, (all) => {
        const users = all.map(linuxUserFor)
        for (const user of users) assert.match(user, /^[a-z_][a-z0-9_-]{0,31}$/)
        assert.equal(new Set(users).size, all.length)
      }),
    )
  })
})
