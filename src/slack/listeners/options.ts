import type { App } from '@slack/bolt'
import { inputIds } from '../../../views/action-ids.ts'
import { selectOptions } from '../../../views/inputs.ts'
import { readDraft } from '../../../views/read-create-form.ts'
import type { ListenerDeps } from '../app.ts'
import { newReference } from '../reference.ts'

/** Slack waits 3 s for a type-ahead's options. */
const LIMIT_MS = 2500

/** What the create form's type-aheads offer for what was typed so far. */
export function registerOptions(app: App, { codeHost, report }: ListenerDeps): void {
  const offer = async (find: () => Promise<string[]>) => {
    try {
      return selectOptions(await withinLimit(find()))
    } catch (error) {
      // An empty list is a clear answer, too; the log has the reason.
      report({ reference: newReference(), error })
      return { options: [] }
    }
  }
  app.options(inputIds.repository, async ({ ack, options }) => {
    await ack(await offer(() => codeHost.repositories(options.value)))
  })
  app.options(inputIds.branch, async ({ ack, options, body }) => {
    const repository = 'view' in body && body.view ? readDraft(body.view.state.values).repository : undefined
    await ack(await offer(async () => (repository === undefined ? [] : codeHost.branches(repository, options.value))))
  })
  app.options(inputIds.sshTeam, async ({ ack, options }) => {
    await ack(await offer(() => codeHost.teams(options.value)))
  })
}

async function withinLimit(found: Promise<string[]>): Promise<string[]> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The code host took too long')), LIMIT_MS)
  })
  try {
    return await Promise.race([found, limit])
  } finally {
    clearTimeout(timer)
  }
}
