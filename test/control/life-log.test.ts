import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { readLine } from '../support/log-reader.ts'
import { runQuery } from '../support/insights.ts'
import { operatingPage, queriesIn } from '../support/operating-page.ts'
import { wholeLife } from '../support/whole-life.ts'

describe('the log in docs/operating.md', () => {
  it('explains each field that there is', async () => {
    const page = await readFile(operatingPage, 'utf8')
    const lines = (await wholeLife()).map(readLine)
    const fields = new Set(lines.flatMap((line) => Object.keys(line)))
    for (const name of fields) assert.match(page, new RegExp(`^\\|[^|]*\`${name}\``, 'm'), `${name} is not explained`)
  })

  it('can be asked each query for Logs Insights', async () => {
    const lines = (await wholeLife()).map(readLine)
    const queries = queriesIn(await readFile(operatingPage, 'utf8'))
    assert.ok(queries.length >= 6)
    for (const query of queries) {
      const rows = runQuery(query, lines)
      assert.ok(rows.length > 0, `Nothing is found by ${query}`)
      for (const [column, value] of Object.entries(rows[0] ?? {})) {
        assert.ok(value !== undefined && !Number.isNaN(value), `${column} of ${query}`)
      }
    }
  })
})
