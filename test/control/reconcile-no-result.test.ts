import assert from 'node:assert/strict'
import type { GetCommandInvocationResult } from '@aws-sdk/client-ssm'
import { readInvocation } from '../../src/aws/ssm/invocation.ts'
import { cardFacts } from '../../src/site/card.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { MINUTE_MS } from '../../src/site/time.ts'
import { cardMessage } from '../../views/card.ts'
import { createLife } from '../support/a-life.ts'
import { aViewContext, locales } from '../views/a-view-context.ts'
import { wordsIn } from '../views/elements.ts'

describe('reconcile, of a job that ended without a result', () => {
  const unreadable: [why: string, output: string, tries: number][] = [
    ['was cut', `${'x'.repeat(23_980)}--output truncated--`, 1],
    ['is no result', 'Killed', 7],
  ]
  for (const [why, StandardOutputContent, tries] of unreadable) {
    it(`does not say that the machine is gone, when what a job printed ${why}`, async () => {
      const invocation = { Status: 'Failed', StandardOutputContent, ResponseCode: 137 } as const
      const life = await createLife({
        outcomes: () => {
          const state = readInvocation(invocation)
          return state.state === 'running' ? assert.fail('it has ended') : state
        },
      })
      await life.pass(30 * MINUTE_MS)
      const site = await life.site()
      assert.deepEqual([phaseOf(site), life.jobs('set-up').length], ['failed', tries])
      for (const viewContext of locales.map((locale) => aViewContext(locale))) {
        const words = wordsIn(cardMessage({ ...cardFacts(site, viewContext.policy), id: site.id }, viewContext).blocks)
        assert.ok(
          words.includes(viewContext.texts.reasons['no-result']({ ...site.spec, variables: '', moreMemory: '' })),
          words,
        )
        assert.match(words, /SSH/)
        assert.ok(words.includes(viewContext.texts.card.stuck))
        assert.ok(
          !words.includes(viewContext.texts.reasons['machine-gone']({ ...site.spec, variables: '', moreMemory: '' })),
        )
      }
    })
  }

  const tooLate: [reason: 'job-too-slow' | 'job-not-begun', invocation: GetCommandInvocationResult][] = [
    ['job-too-slow', { Status: 'TimedOut', StatusDetails: 'ExecutionTimedOut', ResponseCode: 137 }],
    ['job-not-begun', { Status: 'TimedOut', StatusDetails: 'DeliveryTimedOut', ResponseCode: -1 }],
  ]
  for (const [reason, invocation] of tooLate) {
    it(`says in both languages that time ran out, not that the machine is gone: ${reason}`, async () => {
      const life = await createLife({
        outcomes: () => {
          const state = readInvocation(invocation)
          return state.state === 'running' ? assert.fail('it has ended') : state
        },
      })
      await life.reconcile()
      const site = await life.site()
      for (const viewContext of locales.map((locale) => aViewContext(locale))) {
        const words = wordsIn(cardMessage({ ...cardFacts(site, viewContext.policy), id: site.id }, viewContext).blocks)
        assert.ok(
          words.includes(viewContext.texts.reasons[reason]({ ...site.spec, variables: '', moreMemory: '' })),
          words,
        )
        assert.ok(
          !words.includes(viewContext.texts.reasons['machine-gone']({ ...site.spec, variables: '', moreMemory: '' })),
        )
      }
    })
  }
})
