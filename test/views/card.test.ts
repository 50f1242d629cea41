import assert from 'node:assert/strict'
import { type CardFacts, cardFacts } from '../../src/site/card.ts'
import { failureReasons } from '../../src/site/failure-reasons.ts'
import { type Phase, phases } from '../../src/site/phase.ts'
import type { Site } from '../../src/site/site.ts'
import { actionIds, buttonId, decodeRef } from '../../views/action-ids.ts'
import { cardMessage } from '../../views/card.ts'
import type { ViewContext } from '../../views/view-context.ts'
import { en } from '../../views/text/en.ts'
import { aSite } from '../support/a-site.ts'
import { aViewContext } from './a-view-context.ts'
import { elementIn, elementsIn, idsIn, wordsIn } from './elements.ts'
import { RETRY_AT, siteIn, starved, troubled } from './sites.ts'

function cardOf(site: Site, more: Partial<CardFacts> = {}, viewContext: Partial<ViewContext> = {}) {
  const read = aViewContext('en', viewContext)
  return cardMessage({ ...cardFacts(site, read.policy), id: site.id, ...more }, read)
}

const { open, more } = actionIds
const [extend, redeploy, sleep] = [buttonId('extend'), buttonId('redeploy'), buttonId('sleep')]
const [wake, retry, restore] = [buttonId('wake'), buttonId('retry'), buttonId('restore')]
const alive = [extend, redeploy]
const end = [buttonId('share'), buttonId('change-password'), buttonId('delete'), more]
const buttons: Record<Phase, string[]> = {
  requested: [...alive, ...end],
  launching: [...alive, ...end],
  booting: [...alive, ...end],
  settingUp: [...alive, ...end],
  ready: [open, ...alive, sleep, ...end],
  goingToSleep: [extend, wake, ...end],
  asleep: [extend, wake, ...end],
  waking: [...alive, sleep, ...end],
  archiving: [restore, more],
  archived: [restore, more],
  purging: [],
  failed: [retry, actionIds.logs, ...alive, ...end],
}

describe('cardMessage', () => {
  for (const phase of phases) {
    it(`says that a site is ${phase}, with the buttons that make sense then`, () => {
      const card = cardOf(siteIn(phase))
      assert.match(wordsIn(card.blocks), new RegExp(`\\*${en.phases[phase]}\\*`))
      assert.match(card.text, new RegExp(`plum: ${en.phases[phase]}`))
      assert.deepEqual(idsIn(card), buttons[phase])
    })
  }

  it('shows address, source, commit, owner, user and expiry', () => {
    const words = wordsIn(cardOf(siteIn('ready')).blocks)
    for (const shown of [
      '<https://plum.test.example.com|plum.test.example.com>',
      '`orchard/plum@main`',
      '`3f2a1c9` Begin (Aki)',
      '<@U001>',
      '`guest`',
      '16 Nov 2026, 12:00 GMT+9',
    ]) {
      assert.ok(words.includes(shown), shown)
    }
  })

  it('shows until when an archive can be restored, in place of the expiry', () => {
    const words = wordsIn(cardOf(siteIn('archived')).blocks)
    assert.ok(words.includes(en.card.purge) && !words.includes(en.card.expires))
  })

  it('marks what is done, under way and left', () => {
    assert.ok(wordsIn(cardOf(siteIn('booting')).blocks).includes('✓ Launch\\n◐ Boot · usually 20 s\\n○ Deploy'))
    assert.doesNotMatch(wordsIn(cardOf(siteIn('ready')).blocks), /[✓◐○]/)
  })

  it('says why it failed, what to do, and how the log ends', () => {
    const words = wordsIn(cardOf(siteIn('failed')).blocks)
    assert.match(words, /couldn't clone `orchard\/plum`/)
    assert.ok(words.includes(en.card.stuck))
    assert.ok(words.includes('```\\nfatal: could not read from remote repository\\n```'))
  })

  it('keeps the end of a long log, in a code block that is closed', () => {
    const failure = { step: 'set-up', failure: { reason: 'clone-failed', detail: `${'x'.repeat(5000)}\nthe end` } }
    assert.match(wordsIn(cardOf(siteIn('failed'), { failure }).blocks), /xxx\\nthe end\\n```"/)
  })

  it('says when it is tried again', () => {
    const failure = { step: 'set-up', failure: { reason: 'no-capacity', retryAt: RETRY_AT } }
    const words = wordsIn(cardOf(siteIn('settingUp'), { failure }).blocks)
    assert.match(words, /Next attempt: 2 Nov 2026, 12:01 GMT\+9/)
    assert.ok(!words.includes(en.card.stuck))
  })

  it('says that an earlier deploy stays only where there was one', () => {
    const failure = { step: 'set-up', failure: { reason: 'build-failed' } }
    const { deploy: _, ...never } = siteIn('failed').status
    const { deploy } = aSite().status
    const says = (status: Site['status']) =>
      wordsIn(cardOf({ ...siteIn('failed'), status }, { failure }).blocks).includes(en.card.previousStays)
    assert.deepEqual([says(never), says({ ...never, ...(deploy && { deploy }) })], [false, true])
  })

  it('has words of its own for each reason, and for those it never heard of', () => {
    const sayings = [...failureReasons, 'never-heard-of'].map((reason) =>
      wordsIn(cardOf(siteIn('failed'), { failure: { step: 'set-up', failure: { reason } } }).blocks),
    )
    assert.equal(new Set(sayings).size, failureReasons.length)
    assert.equal(sayings.at(-1), sayings[failureReasons.indexOf('unexpected')])
  })

  it('says what is wrong with a site that is served all the same, and nothing of it once it is well', () => {
    const words = wordsIn(cardOf(troubled(siteIn('ready'), 'release-failed', ['web', 'worker'])).blocks)
    assert.match(words, /The latest deploy failed \(`fffffff`\): The release command .* failed/)
    assert.match(words, /```\\nno such table\\n```/)
    assert.match(words, /`worker` keeps crashing\.\\n```\\nworker has ended\\n```/)
    assert.doesNotMatch(wordsIn(cardOf(siteIn('ready')).blocks), /failed|keeps ending/)
  })

  it('offers the next size where memory ran out, or says that there is none', () => {
    const words = (site: Site) => wordsIn(cardOf(site).blocks)
    assert.match(
      words(starved('t3.micro')),
      /`web` keeps running out of memory\. The size of this site is `t3\.micro`. Choose the next one, `t3\.small`, in its settings, or add swap/,
    )
    for (const size of ['t3.small', 'unknown']) assert.match(words(starved(size)), /no larger size to choose/)
    const failed = troubled(starved('t3.micro'), 'build-out-of-memory')
    assert.match(words(failed), /build of .* ran out of memory\. .*`t3\.small`/)
  })

  it('names all programs in trouble, the first with their logs', () => {
    const words = wordsIn(cardOf(troubled(siteIn('ready'), 'unexpected', ['a1', 'b2', 'c3', 'd4', 'e5'])).blocks)
    assert.match(words, /⚠️ `d4`, `e5` keep crashing/)
    assert.ok(words.includes('c3 has ended') && !words.includes('d4 has ended'))
  })

  it('says who of the team cannot log in', () => {
    const words = (withoutKeys: string[]) => wordsIn(cardOf(siteIn('ready'), { withoutKeys }).blocks)
    assert.match(words(['ken', 'aki']), /No SSH key on GitHub: `@ken` `@aki`"/)
    const many = Array.from({ length: 11 }, (_, index) => `member${index}`)
    assert.match(words(many), /`@member7` and 3 more/)
  })

  it('says for whom the machine could make no account', () => {
    const words = wordsIn(cardOf(siteIn('ready'), { withoutAccount: ['ken'] }).blocks)
    assert.match(words, /could not make an account for `@ken`/)
  })

  it('warns that a spot machine may be stopped', () => {
    assert.ok(wordsIn(cardOf(siteIn('ready'), { spot: true }).blocks).includes(en.card.spot))
    assert.ok(!wordsIn(cardOf(siteIn('ready')).blocks).includes(en.card.spot))
  })

  it('shows how to log in where one can', () => {
    const shown = (port: number) => wordsIn(cardOf(siteIn('ready'), { ssh: { host: 'ssh.example.com', port } }).blocks)
    assert.ok(shown(2201).includes('`ssh -p 2201 NAME@ssh.example.com`'))
    assert.ok(shown(22).includes('`ssh NAME@ssh.example.com`'))
  })

  it('says what an embedded machine can neither build nor run', () => {
    const { deploy } = aSite().status
    assert.ok(deploy)
    const stack = { label: 'Next.js 15', file: 'package.json' }
    const told = (more: object) =>
      wordsIn(cardOf(siteIn('ready'), { deploy: { ...deploy, stack: { ...stack, ...more } } }))
    assert.match(told({ unbuilt: true }), /⚠️ This machine can't build or start Next\.js 15/)
    assert.doesNotMatch(told({}), /isn't built/)
  })

  it('says what a deploy is doing, and how long that usually takes, as long as the site may be deployed', () => {
    const shown = (stage: string, phase: Phase = 'ready', usualMs?: number) => {
      const site = siteIn(phase)
      const deploying = { stage, ...(usualMs !== undefined && { usualMs }) }
      return wordsIn(cardOf({ ...site, status: { ...site.status, deploying } }))
    }
    assert.match(shown('build', 'settingUp', 40_000), /◐ Installing dependencies and building · usually 40 s/)
    assert.match(shown('start'), /◐ Starting the app/)
    assert.doesNotMatch(shown('start', 'asleep'), /Starting the app/)
    assert.doesNotMatch(shown('of-another-version'), /◐/)
  })

  it("says that visitors don't see what they should, and where there is a start page", () => {
    const { deploy } = aSite().status
    assert.ok(deploy)
    const shown = (page: { status: number; problem?: string; hint?: string }) =>
      wordsIn(cardOf(siteIn('ready'), { deploy: { ...deploy, page } }))
    assert.match(
      shown({ status: 403, problem: 'forbidden', hint: 'dist' }),
      /⚠️ Up, but the start page answers 403: .* There are pages in `dist`/,
    )
    assert.doesNotMatch(shown({ status: 200 }), /Up, but/)
    assert.doesNotMatch(shown({ status: 200, problem: 'of-another-version' }), /Up, but/)
  })

  it('tells the limits of an embedded machine, and of no other', () => {
    const embedded = { machines: 'embedded' } as const
    const mentionsEmbedded = (card: object) => wordsIn(card).includes(en.card.embedded)
    assert.ok(mentionsEmbedded(cardOf(siteIn('ready'), {}, embedded)))
    assert.ok(!mentionsEmbedded(cardOf(siteIn('ready'))))
    assert.ok(!mentionsEmbedded(cardOf(siteIn('ready'), { ssh: { host: 'ssh.example.com', port: 22 } }, embedded)))
    assert.ok(!mentionsEmbedded(cardOf(siteIn('archived'), {}, embedded)))
  })

  it('ends with the last change', () => {
    const history = [{ at: RETRY_AT, by: 'U002', action: 'hand-over', to: 'U003' }] as const
    const card = cardOf(siteIn('ready', { history: [...history] }))
    assert.match(wordsIn(card.blocks.at(-1) ?? {}), /<@U002> handed it over to <@U003>\. · 2 Nov 2026, 12:01 GMT\+9/)
  })

  it('tells a screen reader the address once there is something to see', () => {
    assert.match(cardOf(siteIn('ready')).text, /https:\/\/plum\.test\.example\.com/)
    assert.doesNotMatch(cardOf(siteIn('booting')).text, /https:/)
  })

  it('stresses the way out of a state that nobody wants', () => {
    const stressed = (phase: Phase) =>
      elementsIn(cardOf(siteIn(phase))).flatMap((one) =>
        one.type === 'button' && one.style === 'primary' ? [one.action_id] : [],
      )
    assert.deepEqual((['failed', 'archived', 'asleep', 'ready', 'booting'] as const).map(stressed), [
      [retry],
      [restore],
      [wake],
      [open],
      [],
    ])
  })

  it('opens the site', () => {
    const button = elementIn(cardOf(siteIn('ready')), actionIds.open)
    assert.ok(button.type === 'button')
    assert.equal(button.url, 'https://plum.test.example.com')
  })

  it('extends by 1, 3, 7 or 14 days or until a date, from the expiry that is shown', () => {
    const site = siteIn('ready')
    const menu = elementIn(cardOf(site), buttonId('extend'))
    assert.ok(menu.type === 'static_select')
    const refs = menu.options?.map(({ value }) => decodeRef(value))
    const seen = { name: 'plum', id: site.id, from: site.spec.expiresAt }
    assert.deepEqual(
      refs,
      ['1', '3', '7', '14', 'until'].map((choice) => ({ ...seen, choice })),
    )
  })

  it('asks before it deletes, and promises an archive only where there will be one', () => {
    const { consequence } = en.operations.delete.confirmation
    const asked = (site: Site) => {
      const button = elementIn(cardOf(site), buttonId('delete'))
      assert.ok(button.type === 'button' && button.style === 'danger')
      assert.match(button.confirm?.title?.text ?? '', /Delete plum\?/)
      return button.confirm?.text.text
    }
    assert.equal(asked(siteIn('ready')), consequence({ site: 'plum', days: 30, isServed: true }))
    assert.equal(asked(siteIn('booting')), consequence({ site: 'plum', days: 30, isServed: false }))
  })

  it('keeps the rest in a menu', () => {
    const menu = elementIn(cardOf(siteIn('archived')), actionIds.more)
    assert.ok(menu.type === 'overflow')
    const choices = new Set(menu.options.map(({ value }) => decodeRef(value)?.choice))
    const asked = ['hand-over', 'delete-without-archive', 'restore', 'extend']
    assert.deepEqual(
      asked.map((name) => choices.has(name)),
      [true, true, false, false],
    )
  })
})
