import assert from 'node:assert/strict'
import { buttonId, inputIds } from '../../views/action-ids.ts'
import { aTeam, type Team } from './a-team.ts'

describe('what people ask for in Slack', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
    await team.has('plum')
  })
  afterEach(() => team.close())

  const lines = () =>
    team.lines().map(({ level, operation, site, user, outcome, reason }) => ({
      level,
      operation,
      ...(site !== undefined && { site }),
      user,
      outcome,
      ...(reason !== undefined && { reason }),
    }))
  const done = { level: 'INFO', site: 'plum', user: 'U0BEN', outcome: 'succeeded' }

  it('is a line each, whatever it is asked by', async () => {
    await team.ben.testsite('sleep plum')
    await team.ben.clicks(await team.card('plum'), buttonId('wake'))
    await team.ben.testsite('new fig acme/website#main')
    await team.ben.submits()
    assert.deepEqual(lines(), [
      { ...done, operation: 'sleep' },
      { ...done, operation: 'wake' },
      { ...done, operation: 'create', site: 'fig' },
    ])
    const { id } = await team.site('plum')
    assert.deepEqual(
      team.lines().map((line) => [typeof line['durationMs'], line['id'] === id]),
      [
        ['number', true],
        ['number', true],
        ['number', false],
      ],
    )
  })

  it('says why it was rejected, and nothing of what was typed', async () => {
    await team.ben.testsite('extend plum never-marker')
    await team.ben.testsite('sleep marker-of-no-site')
    await team.ben.testsite('wake plum')
    await team.ben.testsite('new plum acme/website#main')
    await team.ben.fills({ [inputIds.password]: 'marker' })
    await team.ben.submits()
    assert.deepEqual(lines(), [
      { level: 'INFO', operation: 'extend', user: 'U0BEN', outcome: 'rejected', reason: 'date-unreadable' },
      { level: 'INFO', operation: 'sleep', user: 'U0BEN', outcome: 'rejected', reason: 'no-such-site' },
      { ...done, operation: 'wake', outcome: 'rejected', reason: 'not-now' },
      { level: 'INFO', operation: 'create', user: 'U0BEN', outcome: 'rejected', reason: 'password-short name-taken' },
    ])
    assert.ok(!JSON.stringify(team.lines()).includes('marker'))
  })

  it('is one line where it fails, with the reference that the person has', async () => {
    team.broken.store = new Error('the table is away')
    const answer = JSON.stringify(await team.ben.testsite('sleep plum'))
    const [line, ...others] = team.lines()
    assert.deepEqual(others, [])
    assert.deepEqual([line?.level, line?.['operation'], line?.['outcome']], ['ERROR', 'sleep', 'failed'])
    assert.ok(answer.includes(String(line?.['reference'])))
    assert.match(JSON.stringify(line?.['error']), /the table is away.*operation-log\.test/)
    team.takeReports()
  })
})
