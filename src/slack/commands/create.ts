import { type Source, sourceIn } from '../../site/source-address.ts'
import { UserError } from '../../site/user-error.ts'
import type { ViewContext } from '../../../views/view-context.ts'
import { openCreateForm } from '../open-create-form.ts'
import type { Command } from './command.ts'
import { nameInAddress } from '../named-site.ts'

type Typed = Partial<Source> & { name?: string }

/** `create [NAME] [OWNER/REPO[#BRANCH]]`, in any order; either can be an address. */
export const createCommand: Command = async (words, { client, triggerId, user, channel, actor, viewContext }, deps) => {
  const typed = words.reduce<Typed>((before, word) => taken(before, word, viewContext), {})
  await openCreateForm(client, { triggerId, user, channel, typed }, { actor, viewContext }, deps)
  return undefined
}

/** @throws UserError if the word is a second name or repository, or neither */
function taken(before: Typed, word: string, viewContext: ViewContext): Typed {
  const found = read(word, viewContext)
  const isSecond = 'name' in found ? before.name !== undefined : before.repository !== undefined
  if (isSecond) throw new UserError('word-left-over', { word, usage: viewContext.texts.commands.create.usage })
  return { ...before, ...found }
}

/**
 * Only addresses and repositories have a slash or a colon.
 * @throws UserError for an address of neither a site nor a repository
 */
function read(word: string, viewContext: ViewContext): { name: string } | Source {
  const name = nameInAddress(word, viewContext)
  if (name !== undefined) return { name }
  if (!/[/:]/u.test(word)) return { name: word.toLowerCase() }
  const source = sourceIn(word) ?? asTyped(word)
  if (source === undefined) throw new UserError('address-unknown', { text: word })
  return source
}

/** Anything else opens the form, which says what's wrong with it. */
function asTyped(word: string): Source | undefined {
  if (word.includes(':')) return undefined
  const [repository = '', branch = ''] = word.split(/#(.*)/su)
  return { repository, ...(branch !== '' && { branch }) }
}
