import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'

const runner = fileURLToPath(new URL('run-function.cjs', import.meta.url))
const outcomesSchema = z.array(z.object({ answer: z.unknown().optional(), error: z.string().optional() }))

/**
 * Starts the built function at `path` anew and gives it these events, one after the other. No outcomes: it did not start.
 */
export async function runFunction(path: string, env: Record<string, string>, events: unknown[], flags: string[] = []) {
  const child = spawn(process.execPath, [...flags, runner, path], { env, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] })
  const [stdin, stdout, stderr, answers] = child.stdio
  assert.ok(stdin && stdout && stderr && isReadable(answers))
  stdin.end(JSON.stringify(events))
  const [outcomes, log, trouble] = await Promise.all([text(answers), text(stdout), text(stderr)])
  return { outcomes: outcomes === '' ? undefined : outcomesSchema.parse(JSON.parse(outcomes)), log, trouble }
}

function isReadable(stream: unknown): stream is Readable {
  return typeof stream === 'object' && stream !== null && 'read' in stream
}
