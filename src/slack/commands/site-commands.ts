import { cardMessage } from '../../../views/card.ts'
import { doneMessage } from '../../../views/done.ts'
import { passwordShown } from '../../../views/password-shown.ts'
import type { CommandName } from '../../../views/text/commands.ts'
import { ask, findSite, type Request } from '../../control/ask.ts'
import type { SiteAction } from '../../site/actions.ts'
import { cardFacts } from '../../site/card.ts'
import { archive, restore } from '../../site/requests/archive.ts'
import { extend } from '../../site/requests/extend.ts'
import { handOver, redeploy, retry } from '../../site/requests/settings.ts'
import { sleep, wake } from '../../site/requests/sleep.ts'
import { UserError } from '../../site/user-error.ts'
import type { ListenerDeps } from '../app.ts'
import { choosePassword } from '../choose-password.ts'
import { namedSite } from '../named-site.ts'
import type { Asker, Command } from './command.ts'
import { mentionedUser } from './parse.ts'

/** Days that `extend NAME` alone extends by. */
const USUAL_DAYS = 7

export const extendCommand: Command = async (words, asker, deps) => {
  const [, howFar = String(USUAL_DAYS)] = words
  const extension = /^\d{1,4}$/.test(howFar) ? { days: Number(howFar) } : { until: howFar }
  return simple('extend', 'extend', words, asker, deps, (site, asked) => extend(site, extension, asked, deps.policy))
}

export const sleepCommand: Command = (words, asker, deps) => simple('sleep', 'sleep', words, asker, deps, sleep)
export const wakeCommand: Command = (words, asker, deps) => simple('wake', 'wake', words, asker, deps, wake)
export const deleteCommand: Command = (words, asker, deps) => simple('delete', 'delete', words, asker, deps, archive)
export const retryCommand: Command = (words, asker, deps) => simple('retry', 'retry', words, asker, deps, retry)

export const redeployCommand: Command = (words, asker, deps) =>
  simple('redeploy', 'redeploy', words, asker, deps, redeploy)

export const restoreCommand: Command = (words, asker, deps) =>
  simple('restore', 'restore', words, asker, deps, (site, asked) => restore(site, asked, deps.policy))

export const ownerCommand: Command = async (words, asker, deps) => {
  const owner = mentionedUser(words[1])
  if (owner === undefined) throw new UserError('person-missing', {})
  return simple('owner', 'handOver', words, asker, deps, (site, asked) => handOver(site, owner, asked))
}

/** The card, for the asker's eyes and in their language. */
export const showCommand: Command = async (words, asker, deps) => {
  const { reader } = asker
  const site = await namedSite(words, 'show', asker, deps, (target) => findSite(deps.store, target))
  return cardMessage({ ...cardFacts(site, deps.policy), id: site.id }, reader)
}

/** A generated password; one typed into a command would be seen by whoever looks over the shoulder. */
export const passwordCommand: Command = async (words, asker, deps) => {
  const { password, changeIt } = await choosePassword('')
  const site = await namedSite(words, 'password', asker, deps, (target) => ask(deps, target, asker.user, changeIt()))
  return passwordShown({ name: site.name, user: site.spec.access.user, password }, asker.reader)
}

async function simple(
  command: CommandName,
  action: SiteAction,
  words: string[],
  asker: Asker,
  deps: ListenerDeps,
  request: Request,
) {
  const site = await namedSite(words, command, asker, deps, (target) => ask(deps, target, asker.user, request))
  return doneMessage(action, site, asker.reader)
}
