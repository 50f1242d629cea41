import { personOf, type State } from '../state.ts'
import type { Person } from '../workspace.ts'

/** @throws Error for somebody who is not in the workspace any more, or is the bot: a mistake of the caller, nothing people can do */
export function actor(state: State, userId: string): Person {
  const person = personOf(state, userId)
  if (person === undefined || person.isBot === true || person.isDeactivated === true)
    throw new Error(`nobody can act as ${userId}`)
  return person
}
