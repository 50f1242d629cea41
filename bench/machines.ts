import assert from 'node:assert/strict'
import { aDocument } from '../test/machine/documents.ts'
import { eventually, makeGround } from '../test/machine/ground.ts'
import type { TestMachine } from '../test/machine/test-machine.ts'
import { deliver, visit } from '../test/machine/visit.ts'
import { median } from './median.ts'

// Set-up and push on real machines, with the packages in the image. The baseline is a command that does nothing.
// `npm run bench:machine` runs it where the machines are.
const FRESH_MACHINES = 5
const PUSHES = 21
const TOGETHER = 10

const ground = await makeGround()
try {
  const repository = await ground.repository('website', { 'public/index.html': 'version 0' })
  const document = await aDocument(repository.cloneUrl)
  const setUp = async (machine: TestMachine) => {
    const { result } = await machine.job('set-up', document)
    assert.ok(result.ok, JSON.stringify(result))
  }
  const first: number[] = []
  const second: number[] = []
  const nothing: number[] = []
  const machine = await ground.machine()
  for (let count = 0; count < FRESH_MACHINES; count++) {
    const fresh = count === 0 ? machine : await ground.machine()
    nothing.push(await timed(() => fresh.exec(['true'])))
    first.push(await timed(() => setUp(fresh)))
    second.push(await timed(() => setUp(fresh)))
  }
  const pushes: number[] = []
  for (let version = 1; version <= PUSHES; version++) {
    await repository.push({ 'public/index.html': `version ${version}.` })
    pushes.push(
      await timed(async () => {
        await deliver(machine, 'push', { ref: 'refs/heads/main' })
        await eventually(async () => (await visit(machine)).text.includes(`version ${version}.`), 'the new page')
      }),
    )
  }
  const many = await Promise.all(Array.from({ length: TOGETHER }, () => ground.machine()))
  const one = median(first)
  const all = await timed(() => Promise.all(many.map(setUp)))

  const baseline = median(nothing)
  const line = (what: string, ms: number, goalMs?: number) =>
    console.log(
      `${what.padEnd(28)} ${ms.toFixed(0).padStart(6)} ms  ${(ms / baseline).toFixed(2).padStart(6)} × nothing` +
        (goalMs === undefined ? '' : `  goal ${goalMs} ms: ${ms <= goalMs ? 'met' : 'not met'}`),
    )
  line('a command that does nothing', baseline)
  line('first set-up', one, 1000)
  line('second set-up', median(second), 400)
  line('signed push to new page', median(pushes), 100)
  line(`${TOGETHER} first set-ups at once`, all)
  console.log(`${TOGETHER} at once take ${(all / one).toFixed(1)} × the time of one`)
} finally {
  await ground.close()
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
