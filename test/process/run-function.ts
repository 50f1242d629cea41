import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { RUNTIME_FLAGS, START } from '../../tools/lambda-node.ts'

const runner = fileURLToPath(new URL('run-function.cjs', import.meta.url))
const outcomesSchema = z.array(z.object({ answer: z.unknown().optional(), error: z.string().optional() }))

/**
 * Starts the built function in `folder` anew, as Lambda does, and gives it these events, one after the other. No outcomes: it did not start.
 */
export async function runFunction(
  folder: string,
  env: Record<string, string>,
  events: unknown[],
  flags = RUNTIME_FLAGS,
) {
  const command = [process.execPath, ...flags, runner, join(folder, 'index.js')]
  const child = spawn(join(folder, START), command, { env, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] })
  const [stdin, stdout, stderr, answers] = child.stdio
  assert.ok(stdin && stdout && stderr && isReadable(answers))
  stdin.end(JSON.stringify(events))
  const [outcomes, log, trouble] = await Promise.all([text(answers), text(stdout), text(stderr)])
  return { outcomes: outcomes === '' ? undefined : outcomesSchema.parse(JSON.parse(outcomes)), log, trouble }
}

function isReadable(stream: unknown): stream is Readable {
  return typeof stream === 'object' && stream !== null && 'read' in stream
}
