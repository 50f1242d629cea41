import assert from 'node:assert/strict'
import { checkViews } from '../../tools/checking-views/check-views.ts'
import { type Drawn, drawnViews } from '../../tools/checking-views/drawn-views.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { aSlack, BOT_TOKEN } from '../slack/a-slack.ts'
import { aViewContext, locales } from '../views/a-view-context.ts'
import { everyHome, everyMessage, everyModal } from '../views/every-view.ts'

/** A workspace, and a check against it. */
async function aCheck(refusal?: (method: string) => string | undefined) {
  const clock = createFakeClock(0)
  const slack = await aSlack({ clock, isDown: () => false, onAppError: assert.fail, ...(refusal && { refusal }) })
  const lines: string[] = []
  const print = (line: string) => void lines.push(line)
  const check = (drawn?: Drawn[], botToken = BOT_TOKEN) =>
    checkViews({ botToken, slackApiUrl: slack.slackApiUrl, print, ...(drawn && { drawn }) })
  return { ...slack, lines, check }
}

const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } })
const title = { type: 'plain_text' as const, text: 'x'.repeat(25) }

describe('the check of every view by blocks.validate', () => {
  let drawn: Drawn[]
  before(() => {
    drawn = drawnViews()
  })

  it('draws every view and message in both languages', () => {
    const sent = new Set(drawn.map((one) => JSON.stringify('view' in one ? one.view : one.message.blocks)))
    for (const locale of locales) {
      const viewContext = aViewContext(locale, { machines: 'embedded' })
      for (const [title, draw] of Object.entries({ ...everyMessage, ...everyModal, ...everyHome })) {
        const view = draw(viewContext)
        const body = 'type' in view ? view : 'blocks' in view && view.blocks
        assert.ok(sent.has(JSON.stringify(body)), title)
      }
    }
  })

  it('lets Slack check each of them, and nothing else', async () => {
    const { calls, check, lines, close } = await aCheck()
    assert.equal(await check(), 0)
    assert.deepEqual([...new Set(calls.map(({ method }) => method))], ['blocks.validate'])
    assert.equal(calls.length, drawn.length)
    assert.match(lines.at(-1) ?? '', /accepts all of them/)
    await close()
  })

  it('prints what Slack rejects, where in it, and why', async () => {
    const { check, lines, close } = await aCheck()
    const status = await check([
      { title: 'good', message: { blocks: [section('Hi')] } },
      { title: 'too long', message: { blocks: [section('x'.repeat(3001))] } },
      { title: 'long title', view: { type: 'modal', title, blocks: [section('Hi')] } },
      { title: 'no blocks', view: { type: 'modal', title: { ...title, text: 'Title' }, blocks: [] } },
    ])
    assert.equal(status, 1)
    assert.deepEqual(lines.slice(1), [
      '- too long',
      '    /blocks/0/text/text failed_constraint: must be less than 3001 characters',
      '- long title',
      '    /title/text failed_constraint: must be less than 25 characters',
      '- no blocks',
      '    /blocks failed_constraint: must provide at least 1 block',
      'Slack rejects 3 of them.',
    ])
    await close()
  })

  it('says why Slack checked none, and never the token', async () => {
    const { check, lines, close } = await aCheck()
    assert.equal(await check([{ title: 'good', message: { blocks: [section('Hi')] } }], 'xoxb-a-wrong-one'), 1)
    assert.deepEqual(lines.slice(1), ["Slack didn't check them: invalid_auth"])
    assert.doesNotMatch(lines.join('\n'), /xoxb/)
    await close()
  })

  it('says so where Slack gives no reason', async () => {
    const { check, lines, close } = await aCheck(() => 'invalid_view')
    assert.equal(await check([{ title: 'good', message: { blocks: [section('Hi')] } }]), 1)
    assert.deepEqual(lines.slice(1), ['- good', '     invalid_view: ', 'Slack rejects 1 of them.'])
    await close()
  })
})
