import assert from 'node:assert/strict'
import type * as z from 'zod'
import { configSchema } from '../../infra/config.ts'
import { madeSettings } from '../../src/aws/settings.ts'
import { listSettings } from '../../src/list-settings.ts'
import { localSettings } from '../../src/local/options.ts'
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
    assert.equal(readersOf('name'), 'all functions |')
    assert.equal(readersOf('domain'), 'slack, reconcile, sweep, gateway |')
    assert.equal(readersOf('github.pullRequestChannel'), 'slack |')
    assert.equal(readersOf('zone'), 'reconcile, sweep |')
    assert.equal(readersOf('alarmMail'), 'stack |')
  })

  it('has every setting, with an example', () => {
    const missing = (schema: z.ZodObject) => {
      const listed = listSettings(schema).filter(({ example }) => example !== undefined)
      const names = new Set(listed.map(({ name }) => name.replace(/\..*/, '')))
      return Object.keys(schema.shape).filter((name) => !names.has(name))
    }
    assert.deepEqual(missing(localSettings), [])
    assert.deepEqual(missing(madeSettings()), [])
    // Of earlier versions; their error says what to write instead.
    assert.deepEqual(missing(configSchema), ['policy', 'creators'])
  })

  it('is not written where it has no place for a table', () => {
    assert.throws(() => withTables('# Settings', settingsTables), /no place for the table deployment/)
  })
})
