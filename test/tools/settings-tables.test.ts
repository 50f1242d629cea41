import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { settingsTables, withTables } from '../../tools/settings-tables.ts'

const root = join(import.meta.dirname, '../..')

describe('docs/settings.md', () => {
  it('has every setting as the code has it: npm run docs', async () => {
    const page = await readFile(join(root, 'docs/settings.md'), 'utf8')
    assert.equal(withTables(page, settingsTables), page)
  })

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
