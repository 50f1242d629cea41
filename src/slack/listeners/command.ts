import type { App } from '@slack/bolt'
import { unknownCommand } from '../../../views/help.ts'
import type { ListenerDeps } from '../listener-deps.ts'
import { expectInsider } from '../../site/permissions.ts'
import { commands } from '../commands/all.ts'
import type { Caller } from '../commands/command.ts'
import { type Parsed, parseCommand } from '../commands/parse.ts'
import { prepareCreateForm } from '../open-create-form.ts'
import { errorMessage } from '../error-response.ts'

/** `/testsite …`. The answer travels with the acknowledgement: no call to Slack is needed for it. */
export function registerCommand(app: App, deps: ListenerDeps): void {
  app.command('/testsite', async ({ ack, client, command }) => {
    const parsed = parseCommand(command.text)
    const creates = 'command' in parsed && parsed.command === 'new'
    if (creates) prepareCreateForm(deps)
    const identify = creates ? deps.people.whoCreates : deps.people.who
    const { actor, viewContext } = await identify(client, command.user_id, command.channel_id)
    const asker: Caller = {
      user: command.user_id,
      channel: command.channel_id,
      triggerId: command.trigger_id,
      client,
      actor,
      viewContext,
    }
    const answer = await answerTo(parsed, asker, deps).catch((error: unknown) =>
      errorMessage(error, viewContext, deps.report),
    )
    await (answer === undefined ? ack() : ack({ response_type: 'ephemeral', ...answer }))
  })
}

async function answerTo(parsed: Parsed, asker: Caller, deps: ListenerDeps) {
  expectInsider(asker.actor)
  if (!('command' in parsed)) return unknownCommand(parsed, asker.viewContext)
  return commands[parsed.command](parsed.words, asker, deps)
}
