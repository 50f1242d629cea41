import { dumpLines } from '../../views/terminal/dump-lines.ts'
import { findSite } from '../control/run-operation.ts'
import { UserError } from '../site/user-error.ts'
import type { CommandHandler } from './answer.ts'

/** How to dump or load the site's database over SSH, which only members of its team can. */
export const runDb: CommandHandler<'db'> = async ({ action, name }, { viewContext }, { store }) => {
  const site = await findSite(store, { name })
  if (site.spec.sshTeam === undefined) throw new UserError('no-ssh-team', { name })
  const { ssh } = site.status.instance ?? {}
  const data = { command: ssh && dumpLines.command(action, { name, ...ssh }) }
  return { text: dumpLines.text(data.command, viewContext), data }
}
