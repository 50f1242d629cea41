import { extendForm } from '../../views/site-forms.ts'
import type { Site } from '../site/site.ts'
import type { Instant } from '../site/time.ts'
import { expectAllowed } from '../site/requests/change.ts'
import { expectSeen } from '../site/requests/extend.ts'
import type { ListenerDeps } from './listener-deps.ts'
import type { Asker } from './commands/command.ts'

/** Asks until when. `seen` is the expiry on what was clicked. UserError when it cannot be extended, or was already. */
export async function openExtendForm(
  site: Site,
  { triggerId, client, reader, channel }: Pick<Asker, 'triggerId' | 'client' | 'reader'> & { channel?: string },
  { clock }: Pick<ListenerDeps, 'clock'>,
  seen?: Instant,
): Promise<undefined> {
  expectAllowed(site, 'extend')
  expectSeen(site, seen)
  const about = { name: site.name, id: site.id, expiresAt: site.spec.expiresAt }
  const view = extendForm(about, { now: clock.now(), ...(channel !== undefined && { channel }) }, reader)
  await client.views.open({ trigger_id: triggerId, view })
}
