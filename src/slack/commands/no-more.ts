import type { ViewContext } from '../../../views/view-context.ts'
import type { CommandName } from '../../../views/text/commands.ts'
import { UserError } from '../../site/user-error.ts'

/** UserError for a word too many: it may be a second site, of which nobody should believe that it was done, too. */
export function expectNoMore([word]: string[], command: CommandName, { texts }: Pick<ViewContext, 'texts'>): void {
  if (word !== undefined) throw new UserError('word-left-over', { word, usage: texts.commands[command].usage })
}
