import type { App } from '@slack/bolt'
import { inputIds } from '../../../views/action-ids.ts'
import { selectOptions } from '../../../views/inputs.ts'
import { readDraft } from '../../../views/read-create-form.ts'
import type { CodeHost } from '../../control/ports.ts'
import type { ListenerDeps } from '../listener-deps.ts'
import { askCodeHost } from '../ask-code-host.ts'

/** What the create form's type-aheads offer for what was typed so far; nothing when the code host does not say. */
export function registerOptions(app: App, deps: ListenerDeps): void {
  const offer = async (find: (host: CodeHost) => Promise<string[]>) => selectOptions(await askCodeHost(deps, find, []))
  app.options(inputIds.repository, async ({ ack, options }) => {
    await ack(await offer((host) => host.repositories(options.value)))
  })
  app.options(inputIds.branch, async ({ ack, options, body }) => {
    const repository = 'view' in body && body.view ? readDraft(body.view.state.values).repository : undefined
    await ack(
      repository === undefined ? { options: [] } : await offer((host) => host.branches(repository, options.value)),
    )
  })
  app.options(inputIds.sshTeam, async ({ ack, options }) => {
    await ack(await offer((host) => host.teams(options.value)))
  })
}
