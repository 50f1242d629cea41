import { createInterface } from 'node:readline'

/** Asks at the terminal for a word that nobody types by mistake. */
export async function isTyped(word: string, what: string): Promise<boolean> {
  process.stdout.write(`Type ${word} to ${what}: `)
  for await (const line of createInterface({ input: process.stdin })) return line.trim() === word
  return false
}
