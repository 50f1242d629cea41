import { doneLine } from '../../views/terminal/answers.ts'
import { terminalText } from '../../views/text/terminal.ts'
import { ask, type Request } from '../control/ask.ts'
import { choosePassword } from '../control/passwords.ts'
import type { SiteAction } from '../site/actions.ts'
import { isSlackUser } from '../site/slack-ids.ts'
import { expectFitOwner } from '../site/owner.ts'
import { operator } from '../site/permissions.ts'
import { howFar } from '../site/how-far.ts'
import type { Policy } from '../site/policy.ts'
import { archive, deleteWithoutArchive, restore } from '../site/requests/archive.ts'
import { extend } from '../site/requests/extend.ts'
import { handOver, redeploy, refreshUsers, retry } from '../site/requests/settings.ts'
import { sleep, wake } from '../site/requests/sleep.ts'
import { UserError } from '../site/user-error.ts'
import type { CommandContext, CommandResult, CommandHandler } from './answer.ts'
import { siteJson } from './site-json.ts'
import type { TerminalDeps } from './terminal-deps.ts'
import type { PlainCommand } from './command.ts'

/** What is asked of a site that there is. */
export const grantPlain: CommandHandler<PlainCommand> = ({ command, name }, asking, deps) => {
  const [action, requestBy] = plainRequests[command]
  return change(name, action, requestBy(deps.policy), asking, deps)
}

const plainRequests: Record<PlainCommand, [SiteAction, (policy: Policy) => Request]> = {
  sleep: ['sleep', () => sleep],
  wake: ['wake', () => wake],
  delete: ['delete', () => archive],
  'delete-without-archive': ['deleteWithoutArchive', () => deleteWithoutArchive],
  restore: ['restore', (policy) => (site, asked) => restore(site, asked, policy)],
  redeploy: ['redeploy', () => redeploy],
  users: ['refreshUsers', () => refreshUsers],
  retry: ['retry', () => retry],
}

export const grantExtend: CommandHandler<'extend'> = async ({ name, howFar: typed }, asking, deps) => {
  const { clock, policy } = deps
  const extension = howFar(typed, { now: clock.now(), policy, locale: asking.viewContext.locale })
  return change(name, 'extend', (site, asked) => extend(site, extension, asked, policy), asking, deps)
}

export const grantOwner: CommandHandler<'owner'> = async ({ name, owner }, asking, deps) => {
  if (!isSlackUser(owner)) throw new UserError('person-missing', {})
  if (deps.offers === undefined) return 'needs-platform'
  const { membershipOf } = await deps.offers()
  expectFitOwner(owner, await membershipOf(owner))
  return change(name, 'handOver', (site, asked) => handOver(site, owner, asked), asking, deps)
}

/** A generated password is in the answer, and nowhere else. */
export const grantPassword: CommandHandler<'password'> = async ({ name, user, password: typed }, asking, deps) => {
  const { password, wasGenerated, changeIt } = await choosePassword(typed)
  const answer = await change(name, 'changePassword', changeIt(user), asking, deps)
  return wasGenerated ? withPassword(answer, password, asking) : answer
}

export function withPassword(
  { text, data }: CommandResult,
  password: string,
  { viewContext }: CommandContext,
): CommandResult {
  return { text: `${text}\n${terminalText[viewContext.locale].password(password)}`, data: { ...data, password } }
}

async function change(
  name: string,
  action: SiteAction,
  request: Request,
  { by, viewContext }: CommandContext,
  deps: TerminalDeps,
): Promise<CommandResult> {
  const site = await ask(deps, { name }, operator(by), request)
  return { text: doneLine(action, site, viewContext), data: { site: siteJson(site, viewContext) } }
}
