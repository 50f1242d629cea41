import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import * as z from 'zod'
import type { Report } from '../../log.ts'
import { parseJson } from '../../parse-json.ts'
import { textsFor } from '../../../views/text/for-locale.ts'
import { exitCodes, type Output } from '../../terminal/output.ts'
import type { Perform } from '../../terminal/perform.ts'
import { type TerminalRequest, terminalRequestSchema } from '../../terminal/command.ts'
import { answer } from '../answer.ts'
import { createJsonFile } from '../json-file.ts'
import { readBody } from '../read-body.ts'

const PATH = '/command'
const MAX_BODY_BYTES = 1024 * 1024

/** Where a running platform takes the command line's requests, and how it knows that they come from its own user. */
const endpointSchema = z.object({ url: z.url(), token: z.string().min(32) })

/** In the data directory, for its owner's eyes only; there while the platform runs, and after a crash. */
export function cliEndpointFile(directory: string) {
  return createJsonFile(pathOf(directory), endpointSchema)
}

interface CliEndpointDeps {
  directory: string
  /** Of the server whose requests are handed to it. */
  url: string
  perform: Perform
  report: Report
}

/**
 * One process alone can have the table open, so the command line asks the one that has. Anyone who can read the data
 * directory may ask; web pages cannot, and the server listens on the loopback address only.
 */
export async function openCliEndpoint({ directory, url, perform, report }: CliEndpointDeps) {
  const token = randomBytes(32).toString('base64url')
  await cliEndpointFile(directory).write({ url: `${url}${PATH}`, token })
  return {
    /** False for other paths. */
    handle: async (req: IncomingMessage, res: ServerResponse) => {
      if (req.url !== PATH) return false
      const reject = (status: number, why: string) => {
        answer(res, status, why)
        return true
      }
      if (req.method !== 'POST') return reject(405, 'Only POST here.')
      if (!isSame(req.headers.authorization ?? '', `Bearer ${token}`)) return reject(401, 'Not you.')
      const { success, data } = terminalRequestSchema.safeParse(parseJson((await readBody(req, MAX_BODY_BYTES)) ?? ''))
      if (!success) return reject(400, 'This is no request of the command line.')
      const output = await perform(data).catch((error: unknown) => unexpected(error, data, report))
      answer(res, 200, JSON.stringify(output), { 'content-type': 'application/json; charset=utf-8' })
      return true
    },
    close: () => rm(pathOf(directory), { force: true }),
  }
}

export type CliEndpoint = Awaited<ReturnType<typeof openCliEndpoint>>

function unexpected(error: unknown, { locale }: TerminalRequest, report: CliEndpointDeps['report']): Output {
  const reference = report(error)
  return { exitCode: exitCodes.unexpected, stdout: '', stderr: `${textsFor(locale).unexpected({ reference })}\n` }
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

function pathOf(directory: string): string {
  return join(directory, 'cli-endpoint.json')
}
