import type { ReplayedLetter, Replay } from '../terminal/terminal-deps.ts'
import pLimit from 'p-limit'
import { sweepAnswerSchema } from '../lambda/sweep-handler.ts'
import { type Call, callFor } from './dead-letter.ts'
import type { HeldLetter } from './dead-letter-queues.ts'
import type { DeployedStack } from './deployed-stack.ts'

export interface ReplayDeps {
  stack: string
  takeLetters(): Promise<HeldLetter[]>
  invoke: DeployedStack['invoke']
}

interface Sorted {
  letter: HeldLetter
  call: Call | undefined
}

/** A new account can run ten functions at a time; most of them stay free for people. */
const CONCURRENCY = 3

/**
 * Repeats failed calls, each one once even if several messages ask for it. Removes a message if its call succeeded, and releases the others
 * at once.
 */
export function createReplay({ stack, takeLetters, invoke }: ReplayDeps): Replay {
  return async ({ dryRun }) => {
    const sorted = (await takeLetters()).map((letter) => ({ letter, call: callFor(letter.kind, letter, stack) }))
    const removed = new Set<HeldLetter>()
    try {
      const failures = dryRun ? undefined : await callEach(sorted, removed, invoke)
      return sorted.map((one) => outcomeOf(one, removed, failures))
    } finally {
      const left = sorted.filter(({ letter }) => !removed.has(letter))
      await Promise.allSettled(left.map(({ letter }) => letter.release()))
    }
  }
}

/** Errors by `about`. */
async function callEach(
  sorted: Sorted[],
  removed: Set<HeldLetter>,
  invoke: ReplayDeps['invoke'],
): Promise<Map<string, unknown>> {
  const calls = new Map(sorted.flatMap(({ call }) => (call === undefined ? [] : [[call.about, call] as const])))
  const failures = new Map<string, unknown>()
  await pLimit(CONCURRENCY).map(calls, async ([about, call]) => {
    try {
      await makeCall(call, invoke)
      for (const { letter } of sorted.filter((one) => one.call?.about === about)) {
        await letter.remove()
        removed.add(letter)
      }
    } catch (error) {
      failures.set(about, error)
    }
  })
  return failures
}

async function makeCall({ functionName, payload }: Call, invoke: ReplayDeps['invoke']): Promise<void> {
  const answer = await invoke(functionName, payload)
  if (functionName !== 'sweep') return
  const { errors } = sweepAnswerSchema.parse(answer)
  if (errors > 0) throw new Error('The sweep could not do everything; its log says why')
}

function outcomeOf(
  { letter, call }: Sorted,
  removed: Set<HeldLetter>,
  failures: Map<string, unknown> | undefined,
): ReplayedLetter {
  const { kind: queue, sentAt } = letter
  if (call === undefined) return { queue, sentAt, outcome: 'unknown' }
  const { about } = call
  if (failures === undefined) return { queue, sentAt, about, outcome: 'waiting' }
  if (removed.has(letter)) return { queue, sentAt, about, outcome: 'replayed' }
  const cause = failures.get(about)
  return { queue, sentAt, about, outcome: 'failed', reason: cause instanceof Error ? cause.message : String(cause) }
}
