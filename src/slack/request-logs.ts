import { randomUUID } from 'node:crypto'
import { readingMessage } from '../../views/logs.ts'
import type { MessageView } from '../../views/blocks.ts'
import { logLease } from '../control/log-request.ts'
import { findSite, type Target } from '../control/run-operation.ts'
import { ALL_LINES, expectLogs, logAccess, type LogChoice } from '../site/logs.ts'
import { expectPermitted } from '../site/permissions.ts'
import { MINUTE_MS } from '../site/time.ts'
import { UserError } from '../site/user-error.ts'
import type { ListenerDeps, Person } from './people.ts'

interface Reader extends Person {
  /** Where they are: the answer comes there. */
  channel?: string | undefined
  thread?: string | undefined
}

/**
 * Has a log of the site's machine read, for that person alone. Returns what they see until then. UserError if they may not, or it can't be
 * read now.
 */
export async function requestLogs(
  target: Target,
  choice: Partial<LogChoice>,
  { actor, viewContext, channel, thread }: Reader,
  { store, clock, policy, askForLogs }: ListenerDeps,
): Promise<MessageView> {
  const site = await findSite(store, target)
  expectPermitted(actor, site, logAccess, policy)
  expectLogs(site)
  const { name, id } = site
  const { log, lines } = choice
  const to = {
    user: actor.by,
    locale: viewContext.locale,
    ...(channel !== undefined && { channel }),
    ...(thread !== undefined && { thread }),
  }
  const now = clock.now()
  const holder = randomUUID()
  // Each takes a job on the machine.
  const isFirst = await store.takeLease(logLease({ id, to }), { holder, now, until: now + MINUTE_MS })
  if (!isFirst) throw new UserError('logs-under-way', { name })
  await askForLogs({
    name,
    id,
    to,
    holder,
    lines: lines ?? ALL_LINES,
    ...(log !== undefined && { log }),
    ...(lines === undefined && { asFile: true }),
  })
  return readingMessage(site, viewContext)
}
