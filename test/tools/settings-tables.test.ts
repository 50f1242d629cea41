import assert from 'node:assert/strict'
import { settingsTables, withTables } from '../../tools/settings-tables.ts'

describe('docs/settings.md', () => {
  it('says which functions read a setting', () => {
    const { deployment = '' } = settingsTables
    const readersOf = (name: string) =>
      deployment
        .split('\n')
        .find((row) => row.startsWith(`| \`${name}\``))
        ?.split(' | ')
        .at(-1)
    assert.equal(readersOf('domain'), 'all functions |')
    assert.equal(readersOf('github.pullRequestChannel'), 'slack |')
    assert.equal(readersOf('zone'), 'reconcile, sweep |')
    assert.equal(readersOf('alarmMail'), 'stack |')
  })

  it('is not written where it has no place for a table', () => {
    assert.throws(() => withTables('# Settings', settingsTables), /no place for the table deployment/)
  })
})
