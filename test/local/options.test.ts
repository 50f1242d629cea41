import assert from 'node:assert/strict'
import { isConfigError } from '../../src/config-error.ts'
import { localHelp, readLocalOptions } from '../../src/local/options.ts'
import { defaultPolicy } from '../../src/site/policy.ts'

const problemsOf = (args: string[], env: Record<string, string> = {}): string[] => {
  try {
    readLocalOptions(args, env)
  } catch (error) {
    if (isConfigError(error)) return error.message.split('\n')
    throw error
  }
  return []
}

describe('options of npm start', () => {
  it('has defaults for all', () => {
    const { port, sitesPort, dataDir, fresh, machines, policy, locale } = readLocalOptions([], { ADMINS: '' })
    assert.deepEqual(
      { port, sitesPort, dataDir, fresh, machines, locale },
      { port: 3000, sitesPort: 8080, dataDir: '.local', fresh: false, machines: 'auto', locale: 'en' },
    )
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    assert.deepEqual(policy, { ...defaultPolicy, timeZone })
  })

  it('takes flags before the environment', () => {
    const env = { PORT: '4000', SITES_PORT: '4001', DATA_DIR: 'there', MACHINES: 'containers', FRESH: 'true' }
    const flags = ['--port', '5000', '--data-dir', 'here', '--machines', 'embedded']
    const { port, sitesPort, dataDir, fresh, machines } = readLocalOptions(flags, env)
    assert.deepEqual([port, sitesPort, dataDir, fresh, machines], [5000, 4001, 'here', false, 'embedded'])
    assert.equal(readLocalOptions(['--fresh'], {}).fresh, true)
  })

  it('takes no for an answer, by a flag or the environment', () => {
    assert.equal(readLocalOptions(['--weekly-digest=false'], {}).policy.weeklyDigest, false)
    assert.equal(readLocalOptions([], { WEEKLY_DIGEST: 'false' }).policy.weeklyDigest, false)
    assert.equal(readLocalOptions(['--weekly-digest'], { WEEKLY_DIGEST: 'false' }).policy.weeklyDigest, true)
    assert.match(problemsOf([], { WEEKLY_DIGEST: 'never' }).join(), /^WEEKLY_DIGEST: .* for example false/)
  })

  it('takes lists and maps as JSON, and lists as flags for each', () => {
    const { policy } = readLocalOptions(
      ['--creator-groups', 'S0DESIGN', '--creator-groups', 'S0WEB', '--creator-channels', '["C0WEB","G0SECRET"]'],
      { PERMISSIONS: '{"delete":"owner","sleep":"channel"}', ADMINS: '["U0ADA"]', SUDO_TEAMS: '["Ops"]' },
    )
    assert.deepEqual(policy.permissions, { ...defaultPolicy.permissions, delete: 'owner', sleep: 'channel' })
    assert.deepEqual([policy.admins, policy.sudoTeams], [['U0ADA'], ['ops']])
    assert.deepEqual(
      [policy.creatorGroups, policy.creatorChannels],
      [
        ['S0DESIGN', 'S0WEB'],
        ['C0WEB', 'G0SECRET'],
      ],
    )
  })

  it('says how what was written with commas and equals signs is written now', () => {
    assert.deepEqual(problemsOf([], { ADMINS: 'U0ADA, S0ADMINS', PERMISSIONS: 'delete=owner,sleep=channel' }), [
      `PERMISSIONS: must be JSON now: PERMISSIONS='{"delete":"owner","sleep":"channel"}'`,
      `ADMINS: must be JSON now: ADMINS='["U0ADA","S0ADMINS"]', or --admins U0ADA --admins S0ADMINS`,
    ])
  })

  it('refuses what it does not know, and says what', () => {
    assert.match(problemsOf(['--prot', '1']).join(), /^--prot: there is no such flag/)
    assert.deepEqual(problemsOf(['3000']), ['3000: belongs to no flag'])
  })

  it('names all that is wrong at once, as it was written', () => {
    const env = { SITES_PORT: '70000', MACHINES: 'vans', ADMINS: '["@ada"]', TIME_ZONE: 'Moon/Base', WARN_HOUR: ' ' }
    assert.deepEqual(
      problemsOf(['--port', 'x', '--fresh=no', '--typo', '--data-dir'], env).map((line) => line.replace(/:.*/, '')),
      ['--port', 'SITES_PORT', '--data-dir', '--fresh', 'MACHINES', 'TIME_ZONE', 'WARN_HOUR', 'ADMINS.0', '--typo'],
    )
  })

  it('explains each flag', () => {
    const help = localHelp()
    assert.match(help, /--sites-port NUMBER\n.*8080. Environment: SITES_PORT. Default: 8080\./)
    assert.match(help, /--locale en\|ja\n/)
    assert.match(help, /--fresh\n.*directory\.\n/)
  })
})
