import assert from 'node:assert/strict'
import { usageText } from '../../src/cli/usage-text.ts'
import { terminalCommands } from '../../src/cli/options.ts'

describe('usage of the command line', () => {
  for (const locale of ['en', 'ja'] as const) {
    const lines = usageText(locale).split('\n')
    it(`has a line, and one that explains it, for each command (${locale})`, () => {
      for (const command of terminalCommands) {
        const at = lines.findIndex((line) => line.startsWith(`  pokopoko ${command}`))
        assert.match(lines[at + 1] ?? '', /^ {6}\S/, command)
      }
    })

    it(`brackets what may be left out, and that alone (${locale})`, () => {
      const create = lines.find((line) => line.startsWith('  pokopoko create')) ?? assert.fail()
      assert.match(create, / (?:NAME|サイト名) .*--repository OWNER\/NAME .*\[--branch BRANCH\]/)
      assert.ok(lines.some((line) => line.startsWith('  pokopoko sweep') && line.includes(' --dry-run')))
    })
  }
})
