import { cardMessage } from '../../../views/card.ts'
import { doneMessage } from '../../../views/done.ts'
import { passwordShown } from '../../../views/password-shown.ts'
import type { CommandName } from '../../../views/text/commands.ts'
import { ask, findSite, type Request } from '../../control/ask.ts'
import { choosePassword } from '../../control/passwords.ts'
import type { SiteAction } from '../../site/actions.ts'
import { cardFacts } from '../../site/card.ts'
import { archive, restore } from '../../site/requests/archive.ts'
import { howFar } from '../../site/how-far.ts'
import { extend } from '../../site/requests/extend.ts'
import { handOver, redeploy, refreshUsers, retry } from '../../site/requests/settings.ts'
import { sleep, wake } from '../../site/requests/sleep.ts'
import { expectFitOwner } from '../../site/owner.ts'
import { UserError } from '../../site/user-error.ts'
import type { ListenerDeps } from '../listener-deps.ts'
import { namedSite } from '../named-site.ts'
import { openExtendForm } from '../open-extend-form.ts'
import type { Caller, Command } from './command.ts'
import { expectNoMore } from './no-more.ts'
import { mentionedUser } from './parse.ts'

/** `NAME …`: asks one thing of the site of that name. `requestOf` gets the words after the name. */
function asking(
  command: CommandName,
  action: SiteAction,
  requestOf: (words: string[], deps: ListenerDeps, asker: Caller) => Request,
): Command {
  return async (words, asker, deps) => {
    const site = await namedSite(words, command, asker, deps, (target) =>
      ask(deps, target, asker.actor, requestOf(words.slice(1), deps, asker)),
    )
    return doneMessage(action, site, asker.viewContext)
  }
}

/** `NAME` and nothing else. */
function plainly(command: CommandName, action: SiteAction, requestBy: (deps: ListenerDeps) => Request): Command {
  return asking(command, action, (words, deps, { viewContext }) => {
    expectNoMore(words, command, viewContext)
    return requestBy(deps)
  })
}

export const sleepCommand = plainly('sleep', 'sleep', () => sleep)
export const wakeCommand = plainly('wake', 'wake', () => wake)
export const deleteCommand = plainly('delete', 'delete', () => archive)
export const redeployCommand = plainly('redeploy', 'redeploy', () => redeploy)
export const usersCommand = plainly('users', 'refreshUsers', () => refreshUsers)
export const retryCommand = plainly('retry', 'retry', () => retry)

export const restoreCommand = plainly('restore', 'restore', ({ policy }) => (site, asked) => {
  return restore(site, asked, policy)
})

const handOverTo = asking('owner', 'handOver', ([word, ...more], _deps, { viewContext }) => {
  const owner = newOwner(word)
  expectNoMore(more, 'owner', viewContext)
  return (site, asked) => handOver(site, owner, asked)
})

/** `NAME @USER`, in either order. */
export const ownerCommand: Command = async (words, asker, deps) => {
  const [first, second, ...more] = words
  const isPersonFirst = first !== undefined && second !== undefined && mentionedUser(first) !== undefined
  const [name, word, ...others] = isPersonFirst ? [second, first, ...more] : words
  if (word !== undefined) {
    const owner = newOwner(word)
    expectFitOwner(owner, await deps.people.membershipOf(asker.client, owner))
  }
  return handOverTo(
    [name, word, ...others].filter((one) => one !== undefined),
    asker,
    deps,
  )
}

function newOwner(word: string | undefined): string {
  const owner = mentionedUser(word)
  if (owner === undefined) throw new UserError('person-missing', {})
  return owner
}

const extendBy = asking('extend', 'extend', (words, { clock, policy }, { viewContext }) => {
  const extension = howFar(words.join(' '), { now: clock.now(), policy, locale: viewContext.locale })
  return (site, asked) => extend(site, extension, asked, policy)
})

/** With days or a date, extends; without, asks until when. */
export const extendCommand: Command = async (words, asker, deps) => {
  if (words.length > 1) return extendBy(words, asker, deps)
  const site = await namedSite(words, 'extend', asker, deps, (target) => findSite(deps.store, target))
  return openExtendForm(site, asker, deps)
}

/** The card, for the asker's eyes and in their language. */
export const showCommand: Command = async (words, asker, deps) => {
  const { viewContext } = asker
  expectNoMore(words.slice(1), 'show', viewContext)
  const site = await namedSite(words, 'show', asker, deps, (target) => findSite(deps.store, target))
  return cardMessage({ ...cardFacts(site, deps.policy, asker.actor), id: site.id }, viewContext)
}

/** A generated password; one typed into a command would be seen by whoever looks over the shoulder. */
export const passwordCommand: Command = async (words, asker, deps) => {
  // It is not said again, since it may be a password.
  if (words.length > 1) throw new UserError('password-typed', {})
  const { password, changeIt } = await choosePassword('')
  const site = await namedSite(words, 'password', asker, deps, (target) => ask(deps, target, asker.actor, changeIt()))
  return passwordShown({ name: site.name, user: site.spec.access.user, password }, asker.viewContext)
}
