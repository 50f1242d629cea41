import assert from 'node:assert/strict'
import { cardFacts } from '../../src/site/card.ts'
import { operations } from '../../src/site/operations/all.ts'
import { deleteWithoutArchive } from '../../src/site/operations/delete-without-archive.ts'
import { DAY_MS, MINUTE_MS } from '../../src/site/time.ts'
import { createLife } from './a-life.ts'

type Life = Awaited<ReturnType<typeof createLife>>

/** For tests of what takes too long. */
export const FOR_EVER = 3650 * DAY_MS

/** What the card says is wrong. */
export async function wrong(life: Life): Promise<string | undefined> {
  return cardFacts(await life.site(), life.policy).failure?.failure.reason
}

export async function possible(life: Life): Promise<string[]> {
  const site = await life.site()
  return operations.filter((one) => one.isPossible(site)).map(({ name }) => name)
}

export const told = (life: Life) => life.messages('failed').length

/** Set up, then with durations of its own. */
export async function lifeThatIsUp(durations: Parameters<typeof createLife>[0] = {}) {
  const life = await createLife(durations)
  await life.settle()
  return life
}

export async function goesForGood(life: Life): Promise<void> {
  await life.ask(deleteWithoutArchive.apply)
  await life.pass(MINUTE_MS)
  assert.equal(await life.load(), undefined)
  assert.deepEqual(life.remains(), { machines: 0, images: 0, routes: 0, grants: 0 })
}
