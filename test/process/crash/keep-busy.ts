import { spawn } from 'node:child_process'
import { availableParallelism, setPriority } from 'node:os'

/** A third of the weight of what is tested (setpriority(2)): everything still happens, later and in another order. */
const NICENESS = 5

/** It ends when whoever started it is gone, however that came. */
const SPIN = `
process.stdin.on('end', () => process.exit()).resume()
const spin = () => {
  for (const end = Date.now() + 50; Date.now() < end; );
  setImmediate(spin)
}
spin()`

/** Keeps every core busy until it is ended: faults of timing do not show on an idle machine. */
export function keepBusy(): { end(): void } {
  const children = Array.from({ length: availableParallelism() }, () => {
    const child = spawn(process.execPath, ['--eval', SPIN], { stdio: ['pipe', 'ignore', 'inherit'] })
    if (child.pid !== undefined) setPriority(child.pid, NICENESS)
    return child
  })
  return { end: () => children.forEach(({ stdin }) => stdin?.end()) }
}
