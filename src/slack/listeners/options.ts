import type { App, ViewOutput } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { decodeContext, inputIds } from '../../../views/action-ids.ts'
import { offeredOptions } from '../../../views/no-offer.ts'
import { readCreateFormValues } from '../../../views/read-create-form.ts'
import type { NoOffer } from '../../../views/text/no-offer.ts'
import { isLimitError, isPermanentError } from '../../site/errors.ts'
import { outsiderError } from '../../site/permissions.ts'
import { NO_TEAM } from '../../site/site-settings.ts'
import { sourceIn } from '../../site/source-address.ts'
import type { ListenerDeps } from '../people.ts'
import { askCodeHost } from '../ask-code-host.ts'
import { canSeeVia } from '../repository-reader.ts'

interface Question {
  client: WebClient
  user: string
  find(host: ListenerDeps['codeHost']): Promise<string[] | NoOffer>
  /** What an empty result means. */
  nothing: NoOffer
  /** The value of an option for none, which comes first: what was picked can't be cleared in Slack. */
  none?: string
}

/** Options for the create form's type-aheads; if there are none, one option says why. */
export function registerOptions(app: App, deps: ListenerDeps): void {
  const offer = async ({ client, user, find, nothing, none }: Question) => {
    const [found, { actor, viewContext }] = await Promise.all([
      askCodeHost<string[] | NoOffer>(deps, find, reasonOf),
      deps.people.who(client, user),
    ])
    if (outsiderError(actor) !== undefined) return offeredOptions('outsider', nothing, viewContext)
    return offeredOptions(found, nothing, viewContext, none)
  }
  app.options(inputIds.repository, async ({ ack, options, body, client }) => {
    const query = sourceIn(options.value)?.repository ?? options.value
    const find: Question['find'] = (host) => host.repositories(query)
    await ack(await offer({ client, user: body.user.id, find, nothing: 'no-repository' }))
  })
  app.options(inputIds.branch, async ({ ack, options, body, client }) => {
    const repository = 'view' in body && body.view ? await repositoryIn(body.view, deps) : undefined
    const canSee = canSeeVia(client, body.user.id, deps)
    const find: Question['find'] = async (host) => {
      if (repository === undefined) return 'repository-first'
      return (await canSee(repository)) ? host.branches(repository, options.value) : 'unreadable'
    }
    await ack(await offer({ client, user: body.user.id, find, nothing: 'no-branch' }))
  })
  app.options(inputIds.sshTeam, async ({ ack, options, body, client }) => {
    const find: Question['find'] = (host) => host.teams(options.value)
    const isOfSite = 'view' in body && body.view !== undefined && decodeContext(body.view.private_metadata).ref
    await ack(await offer({ client, user: body.user.id, find, nothing: 'no-team', ...(isOfSite && { none: NO_TEAM }) }))
  })
}

/** Of the site that a form is about, or else the one picked in the form. */
async function repositoryIn(
  { state, private_metadata: metadata }: ViewOutput,
  { store }: Pick<ListenerDeps, 'store'>,
): Promise<string | undefined> {
  const { ref } = decodeContext(metadata)
  if (ref === undefined) return readCreateFormValues(state.values, {}).repository
  return (await store.load(ref.name))?.spec.repository
}

function reasonOf(error: unknown): NoOffer {
  if (isLimitError(error)) return 'limit'
  if (!isPermanentError(error)) return 'unreachable'
  return error.reason === 'code-host-not-installed' ? 'not-installed' : 'denied'
}
