import { extendForm } from '../../views/site-forms.ts'
import { expectPermitted } from '../site/permissions.ts'
import type { Site } from '../site/site.ts'
import type { Instant } from '../site/time.ts'
import { expectAllowed } from '../site/requests/change.ts'
import { expectSeen } from '../site/requests/extend.ts'
import { formOrigin } from './form-origin.ts'
import type { ListenerDeps } from './listener-deps.ts'
import type { Caller } from './commands/command.ts'

/** Asks until when. `seen` is the expiry on what was clicked. UserError when it cannot be extended, or was already. */
export async function openExtendForm(
  site: Site,
  {
    actor,
    triggerId,
    client,
    viewContext,
    channel,
    thread,
  }: Pick<Caller, 'actor' | 'triggerId' | 'client' | 'viewContext'> & { channel?: string; thread?: string },
  { clock, policy }: Pick<ListenerDeps, 'clock' | 'policy'>,
  seen?: Instant,
): Promise<undefined> {
  expectAllowed(site, 'extend')
  expectSeen(site, seen)
  expectPermitted(actor, site, 'extend', policy)
  const about = { name: site.name, id: site.id, expiresAt: site.spec.expiresAt }
  const view = extendForm(about, { now: clock.now(), ...formOrigin({ channel, thread }) }, viewContext)
  await client.views.open({ trigger_id: triggerId, view })
}
