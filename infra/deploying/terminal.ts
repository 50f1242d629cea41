import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = join(import.meta.dirname, '../..')

/** Runs a program at this terminal: one that's installed here, as `npm run` finds it. Returns its exit status. */
export async function run(program: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  const child = spawn(program, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  // Ctrl-C reaches the child, too.
  await once(child, 'exit')
  return child.exitCode ?? 1
}

/** Asks at the terminal for a word that nobody types by mistake. */
export async function isTyped(word: string, what: string): Promise<boolean> {
  process.stdout.write(`Type ${word} to ${what}: `)
  for await (const line of createInterface({ input: process.stdin })) return line.trim() === word
  return false
}
