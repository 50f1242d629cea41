import assert from 'node:assert/strict'
import { ConfigError, loadConfig } from '../src/config.ts'
import { defaultPolicy } from '../src/site/policy.ts'

describe('loadConfig', () => {
  it('has a value for everything', () => {
    assert.deepEqual(loadConfig({}), { locale: 'en', policy: defaultPolicy })
    assert.deepEqual(loadConfig({ SUDO_TEAMS: '', LOCALE: '', EXPIRY_HOUR: '' }), {
      locale: 'en',
      policy: defaultPolicy,
    })
  })

  it('reads the teams that may become root, as they are typed', () => {
    const teams = (text: string) => loadConfig({ SUDO_TEAMS: text }).policy.sudoTeams
    assert.deepEqual(teams('ops'), ['ops'])
    assert.deepEqual(teams(' Ops, platform-team ,,'), ['ops', 'platform-team'])
    assert.deepEqual(teams(' , '), [])
  })

  it('reads who may do what', () => {
    const { policy } = loadConfig({
      PERMISSIONS: 'delete=owner, sleep=channel',
      ADMINS: 'U0ADA, S0ADMINS',
      CREATOR_GROUPS: 'S0DESIGN',
      CREATOR_CHANNELS: 'C0WEBTEAM,G0SECRET',
    })
    assert.deepEqual(policy.permissions, { ...defaultPolicy.permissions, delete: 'owner', sleep: 'channel' })
    assert.deepEqual(policy.admins, ['U0ADA', 'S0ADMINS'])
    assert.deepEqual(policy.creators, { groups: ['S0DESIGN'], channels: ['C0WEBTEAM', 'G0SECRET'] })
  })

  for (const [name, value] of [
    ['PERMISSIONS', 'delete=nobody'],
    ['PERMISSIONS', 'explode=owner'],
    ['PERMISSIONS', 'delete'],
    ['ADMINS', '@ada'],
    ['CREATOR_GROUPS', 'U0ADA'],
    ['CREATOR_CHANNELS', '#web-team'],
  ] as const) {
    it(`refuses ${name}=${value}`, () => {
      assert.throws(
        () => loadConfig({ [name]: value }),
        (error) => error instanceof ConfigError && error.message.startsWith(name),
      )
    })
  }

  it('names every setting that is wrong', () => {
    assert.throws(
      () => loadConfig({ EXPIRY_HOUR: '24', MAX_DAYS: 'soon', TIME_ZONE: 'Moon/Base' }),
      (error: unknown) =>
        error instanceof ConfigError &&
        ['EXPIRY_HOUR', 'MAX_DAYS', 'TIME_ZONE'].every((name) => error.message.includes(name)),
    )
  })
})
