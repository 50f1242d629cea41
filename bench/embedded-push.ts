import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeBench } from '../test/local/embedded/harness.ts'
import { median } from './median.ts'

/**
 * From a signed push to the new page of a static site on an embedded machine, and the same by hand: fetched and checked out in a clone
 * that a web server would publish.
 */
const PUSHES = 25

const bench = await makeBench()
const clone = join(bench.directory, '..', 'by-hand')
const git = (...args: string[]) => promisify(execFile)('git', args)
try {
  const machines = await bench.open()
  const id = await machines.site()
  await git('clone', '--quiet', '--depth=1', bench.repository.url, clone)
  const [byPush, byHand]: [number[], number[]] = [[], []]
  for (let version = 1; version <= PUSHES; version++) {
    await bench.repository.commit({ 'public/index.html': `version ${version}.` }, `Version ${version}`)
    const began = performance.now()
    await machines.push(id, { ref: 'refs/heads/main' })
    while (!(await (await machines.get(id)).text()).includes(`version ${version}.`));
    const seen = performance.now()
    await git('-C', clone, 'fetch', '--quiet', '--depth=1', 'origin', 'main')
    await git('-C', clone, 'reset', '--quiet', '--hard', 'FETCH_HEAD')
    byHand.push(performance.now() - seen)
    byPush.push(seen - began)
  }
  const line = (what: string, times: number[]) =>
    console.log(`${what.padEnd(40)} median ${median(times).toFixed(0)} ms, least ${Math.min(...times).toFixed(0)} ms`)
  line('signed push to new page, embedded', byPush)
  line('fetch and reset by hand', byHand)
} finally {
  await bench.clean()
}
