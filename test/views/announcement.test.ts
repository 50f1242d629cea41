import assert from 'node:assert/strict'
import type { TakingOperation } from '../../src/site/change-by-other.ts'
import type { Phase } from '../../src/site/phase.ts'
import { notificationTypes } from '../../src/site/notification-type.ts'
import { actionIds, buttonId, decodeRef, presetButtonId } from '../../views/action-ids.ts'
import { announcement } from '../../views/announcement.ts'
import { plainDate } from '../../views/mrkdwn.ts'
import { aViewContext } from './a-view-context.ts'
import { elementsIn, idsIn, wordsIn } from './elements.ts'
import { SITE_CREATED_AT } from '../support/a-site.ts'
import { ownerless, siteIn, troubled } from './sites.ts'

const viewContext = aViewContext()
const { open } = actionIds

describe('announcement', () => {
  it('is shown in the channel where somebody has to act, and mentions the owner there and of a failed deploy', () => {
    const loud = notificationTypes.filter((topic) => announcement(topic, siteIn('ready'), viewContext).broadcast)
    const mentions = notificationTypes.filter((topic) =>
      announcement(topic, topic === 'adoption' ? ownerless() : siteIn('ready'), viewContext).text.includes('<@U001>'),
    )
    assert.deepEqual(loud, ['failed', 'teamGone', 'expiring', 'purgeTomorrow', 'adoption'])
    const inThread = mentions.filter((topic) => !loud.includes(topic))
    assert.deepEqual([mentions.length, inThread], [loud.length + 1, ['deployFailed']], 'a failed deploy in the thread')
  })

  it('of a ready site gives its address', () => {
    const ready = announcement('ready', siteIn('ready'), viewContext)
    assert.match(ready.text, /\*plum\* is ready: <https:\/\/plum\.test\.example\.com\|/)
    assert.deepEqual(idsIn(ready), [open])
  })

  it('of a failure says why, with the log, and offers Retry and Delete', () => {
    const failed = announcement('failed', siteIn('failed'), viewContext)
    assert.match(failed.text, /couldn't clone `orchard\/plum`/)
    assert.match(wordsIn(failed.blocks), /```\\nfatal: could not read/)
    assert.equal(wordsIn(failed.blocks).match(/couldn't clone/g)?.length, 1)
    assert.deepEqual(idsIn(failed), [buttonId('retry'), actionIds.logs, buttonId('delete')])
  })

  it('of a failed deploy says why, in the thread, with the commit, its author, and the log', () => {
    const message = announcement('deployFailed', troubled(siteIn('ready'), 'branch-deleted'), viewContext)
    assert.match(
      message.text,
      /<@U\w+>: the latest deploy of \*plum\* failed\. The branch `main` of `orchard\/plum` was deleted/,
    )
    assert.match(wordsIn(message.blocks), /`fffffff` Ripen &lt;them&gt; \(Aki\)/)
    assert.match(wordsIn(message.blocks), /```\\nno such table/)
    assert.deepEqual(idsIn(message), [buttonId('redeploy'), actionIds.logs])
  })

  it('of programs that keep ending names them, with their logs', () => {
    const message = announcement('crashing', troubled(siteIn('ready'), 'unexpected', ['web', 'worker']), viewContext)
    assert.match(message.text, /These programs on \*plum\* keep crashing: `web`, `worker`/)
    assert.match(wordsIn(message.blocks), /```\\nworker has ended/)
    assert.doesNotMatch(wordsIn(message.blocks), /no such table/)
  })

  it('of a change by somebody else names both, and offers the way back', () => {
    const of = (action: TakingOperation, phase: Phase) => {
      const history = [{ at: 0, by: 'U0KEN', action }]
      return announcement('changedByOther', { ...siteIn(phase), history }, viewContext)
    }
    assert.match(of('sleep', 'asleep').text, /<@U001>: <@U0KEN> put \*plum\* to sleep\./)
    assert.deepEqual(idsIn(of('sleep', 'asleep')), [buttonId('wake')])
    assert.deepEqual(idsIn(of('delete', 'archived')), [buttonId('restore')])
    assert.deepEqual(idsIn(of('change-password', 'ready')), [buttonId('change-password')])
    assert.deepEqual(idsIn(of('delete-without-archive', 'ready')), [])
  })

  it('of guesses says how many there were, and offers to change the password where that is possible', () => {
    const of = (phase: Phase) => {
      const { status, ...site } = siteIn(phase)
      const guesses = { count: 120, at: SITE_CREATED_AT }
      return announcement('guessing', { ...site, status: { ...status, guesses } }, viewContext)
    }
    assert.match(
      of('ready').text,
      /<@U001>: .+ of \*plum\*\. Since 2 Nov 2026, 12:00 GMT\+9, at least 120 different logins at </,
    )
    assert.deepEqual(idsIn(of('ready')), [buttonId('change-password')])
    assert.deepEqual(idsIn(of('purging')), [])
  })

  it('of an expiry offers to extend from the date it names, and to delete', () => {
    const site = siteIn('ready')
    const expiring = announcement('expiring', site, viewContext)
    assert.ok(expiring.text.includes(plainDate(site.spec.expiresAt, viewContext)))
    const extendIds = ['1', '3', '7', '14', 'until'].map((choice) => presetButtonId('extend', choice))
    assert.deepEqual(idsIn(expiring), [...extendIds, buttonId('delete')])
    const refs = elementsIn(expiring).map((element) =>
      element.type === 'button' ? decodeRef(element.value) : undefined,
    )
    assert.deepEqual(
      refs.map((ref) => ref?.choice),
      ['1', '3', '7', '14', 'until', undefined],
    )
    assert.ok(refs.slice(0, 5).every((ref) => ref?.from === site.spec.expiresAt && ref.id === site.id))
  })

  it('of an archive, and of its end, offers to restore until the purge', () => {
    const site = siteIn('archived')
    for (const topic of ['archived', 'purgeTomorrow'] as const) {
      const message = announcement(topic, site, viewContext)
      assert.deepEqual(idsIn(message), [buttonId('restore')])
      assert.match(message.text, /16 Dec 2026, 18:00 GMT\+9/)
    }
  })
})
