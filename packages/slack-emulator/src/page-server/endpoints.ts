import * as z from 'zod'
import type { ClockControl } from '../clock.ts'
import type { SlackNotice, Workspace } from '../workspace.ts'
import { HttpError } from './json-body.ts'
import { schemas } from './request-schemas.ts'

interface Deps {
  workspace: Workspace
  clock?: ClockControl
  /** Ids of the people the page may act as. */
  people: string[]
}

type Endpoint = (body: unknown) => Promise<object>

/** What the page can do, by path. Each takes a JSON body and returns the JSON answer; @throws HttpError 400, 403 */
export function createEndpoints({ workspace, clock, people }: Deps): ReadonlyMap<string, Endpoint> {
  const mayActAs = (userId: string) => {
    if (!people.includes(userId)) throw new HttpError(403, `Nobody can act as ${userId}.`)
  }
  const done = (notice: SlackNotice) => (notice === undefined ? {} : { notice })
  const acting = <T extends { as: string }>(schema: z.ZodType<T>, run: (input: T) => Promise<object>): Endpoint =>
    checked(schema, (input) => {
      mayActAs(input.as)
      return run(input)
    })
  return new Map(
    Object.entries({
      '/do/say': acting(schemas.say, async ({ as, channel, text, threadTs }) =>
        done(await workspace.say(as, { channel, text, ...(threadTs !== undefined && { threadTs }) })),
      ),
      '/do/command': acting(schemas.command, async ({ as, ...command }) => done(await workspace.command(as, command))),
      '/do/shortcut': acting(schemas.shortcut, async (at) => done(await workspace.shortcut(at.as, at.callbackId))),
      '/do/openHome': acting(schemas.openHome, async ({ as }) => done(await workspace.openHome(as))),
      '/do/act': acting(schemas.act, async ({ as, container, element, picked, state }) =>
        done(await workspace.act(as, container, element, picked, state)),
      ),
      '/do/suggest': acting(schemas.suggest, ({ as, container, element, query, state }) =>
        workspace.suggest(as, container, element, query, state),
      ),
      '/do/submit': acting(schemas.submit, async (form) =>
        done(await workspace.submit(form.as, form.viewId, form.state)),
      ),
      '/do/close': acting(schemas.close, async ({ as, viewId }) => done(await workspace.close(as, viewId))),
      ...(clock && {
        '/do/skip': checked(schemas.skip, async ({ ms }) => finished(clock.skip(ms))),
        '/do/skipToNext': checked(schemas.skipToNext, async () => finished(clock.skipToNext())),
      }),
    }),
  )
}

function checked<T>(schema: z.ZodType<T>, run: (input: T) => Promise<object>): Endpoint {
  return async (body) => {
    const read = schema.safeParse(body)
    if (!read.success) throw new HttpError(400, z.prettifyError(read.error))
    return run(read.data)
  }
}

async function finished(work: Promise<void>): Promise<object> {
  await work
  return {}
}
