import { readFile, rename, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pLimit from 'p-limit'
import * as z from 'zod'
import { parseJson } from '../../parse-json.ts'
import { codeOf, undefinedIf } from '../../site/errors.ts'
import { MINUTE_MS } from '../../site/time.ts'
import { close, listen } from '../listen.ts'
import { runCommand } from '../run-command.ts'
import { type Published, serveFile } from './static-files.ts'

/** The same program as on machines of their own. */
const TAKE = fileURLToPath(new URL('../../../instance/picture/take.py', import.meta.url))
/** Of the pixels. Of less, nobody sees anything; see `instance/bin/picture`. */
const LEAST_CHANGE = 0.001

/** What a machine serves since its last deploy. */
export interface PublishedPage extends Published {
  site: { id: string; name: string }
  commit: string
  /** Keeps the last picture. */
  directory: string
}

export interface TakenPicture {
  commit: string
  changed: number
  data: Buffer
}

export interface Photographer {
  /** Takes a picture of the start page, if it looks different from the one before. Doesn't wait for it. */
  take(page: PublishedPage): void
  /** Resolves once all are taken. */
  rest(): Promise<void>
  /** Ends what is under way. */
  close(): Promise<void>
}

export interface PhotographerDeps {
  /** Path of Chromium. */
  browser: string
  /** What takes a picture: as `instance/picture/take.py`, which it is by default. */
  command?: readonly [string, ...string[]]
  onPicture(site: PublishedPage['site'], picture: TakenPicture): Promise<void>
  report(error: unknown): void
}

const saidSchema = z.object({ changed: z.number().min(0).max(1) })

/** Takes pictures of embedded machines' start pages with this computer's browser, one after another. */
export function createPhotographer({
  browser,
  command = ['python3', TAKE],
  onPicture,
  report,
}: PhotographerDeps): Photographer {
  const queue = pLimit(1)
  const interruption = new AbortController()
  const { signal } = interruption
  const photograph = async ({ site, commit, directory, ...published }: PublishedPage) => {
    const server = createServer((req, res) => {
      serveFile(req, res, published).catch(() => res.destroy())
    })
    const [taken, last] = [join(directory, 'new.jpg'), join(directory, 'old.jpg')]
    try {
      const look = `http://127.0.0.1:${await listen(server)}`
      const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
      const { code, stdout } = await runCommand(
        [...command, browser, `http://${site.name}.localhost`, look, directory, ...sandbox],
        {
          timeoutMs: MINUTE_MS,
          signal,
          group: true,
        },
      )
      const { data: said } = saidSchema.safeParse(parseJson(stdout))
      if (code !== 0 || said === undefined || said.changed < LEAST_CHANGE) return
      await onPicture(site, { commit, changed: said.changed, data: await readFile(taken) })
      await rename(taken, last)
    } finally {
      await close(server)
      await rm(join(directory, 'profile'), { recursive: true, force: true })
    }
  }
  const rest = () => queue(async () => {})
  return {
    take: (page) => {
      queue(async () => {
        // Without Python there are no pictures, and the machine may be gone.
        if (!signal.aborted) await undefinedIf(isMissing, photograph(page))
      }).catch((error: unknown) => {
        if (!signal.aborted) report(error)
      })
    },
    rest,
    close: () => {
      interruption.abort()
      return rest()
    },
  }
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT'
}
