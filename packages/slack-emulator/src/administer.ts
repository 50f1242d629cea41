import { personOf, type State } from './state.ts'
import type { Channel, Person } from './workspace.ts'

/** @throws Error for somebody who is not in the workspace */
export function changePerson(state: State, userId: string, change: Partial<Omit<Person, 'id'>>): void {
  const person = personOf(state, userId)
  if (person === undefined) throw new Error(`nobody is called ${userId}`)
  state.people = state.people.map((one) => (one === person ? { ...person, ...change } : one))
  state.changed()
}

/** @throws Error for a channel that there is not */
export function changeChannel(state: State, channelId: string, change: Partial<Omit<Channel, 'id'>>): void {
  const channel = state.channels.get(channelId)
  if (channel === undefined) throw new Error(`there is no channel ${channelId}`)
  state.channels.set(channelId, { ...channel, ...change })
  state.changed()
}
