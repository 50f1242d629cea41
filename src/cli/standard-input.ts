import { createInterface } from 'node:readline/promises'
import { text } from 'node:stream/consumers'
import type { Readable, Writable } from 'node:stream'

export interface Terminal {
  stdin: Readable & { isTTY?: boolean }
  stdout: Writable
  stderr: Writable & { isTTY?: boolean }
}

/** The first line of piped input. */
export async function firstLine(stdin: Readable): Promise<string> {
  for await (const line of createInterface({ input: stdin })) return line
  return ''
}

/** All that is piped in; '' on a terminal. */
export async function pipedText(stdin: Terminal['stdin']): Promise<string> {
  return stdin.isTTY === true ? '' : text(stdin)
}

/** The answer that someone types; '' if they leave instead. */
export async function answerTo(question: string, { stdin, stderr }: Terminal): Promise<string> {
  const reading = createInterface({ input: stdin, output: stderr })
  const gone = new Promise<string>((resolve) => reading.once('close', () => resolve('')))
  try {
    return await Promise.race([reading.question(`${question} `), gone])
  } finally {
    reading.close()
  }
}
