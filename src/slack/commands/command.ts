import type { WebClient } from '@slack/web-api'
import type { MessageView } from '../../../views/blocks.ts'
import type { Actor } from '../../site/permissions.ts'
import type { Reader } from '../../../views/reader.ts'
import type { ListenerDeps } from '../listener-deps.ts'

/** Who typed a command, and where. */
export interface Asker {
  user: string
  channel: string
  triggerId: string
  client: WebClient
  actor: Actor
  reader: Reader
}

/**
 * One command: gets the words after its name, and returns what only the asker sees; nothing where a form was opened.
 * UserErrors are shown to them.
 */
export type Command = (words: string[], asker: Asker, deps: ListenerDeps) => Promise<MessageView | undefined>
