import { type Identity, isMember } from './identity.ts'
import type { Clock } from './clock.ts'
import type { Files } from './files.ts'
import { type Change, createJournal, type Journal } from './journal.ts'
import type { Saved, SavedHome } from './saved.ts'
import type { Home, Modal, Channel, Message, Person, UserGroup, ViewValues } from './workspace.ts'

export interface OpenModal {
  id: string
  hash: string
  userId: string
  view: Modal
  /** What was typed or picked and sent to the workspace so far. */
  values: ViewValues
  errors?: Record<string, string>
  rootId: string
  previousId?: string
  /** Where the person was when the stack was opened. */
  channel?: string
}

export interface OpenHome {
  id: string
  hash: string
  userId: string
  view: Home
  values: ViewValues
}

/** All that the workspace knows. Call `changed` after changing what people see. */
export interface State {
  identity: Identity
  people: Person[]
  groups: UserGroup[]
  channels: Map<string, Channel>
  /** By {@link messageKey}, oldest first. */
  messages: Map<string, Message>
  homes: Map<string, OpenHome>
  /** By person; the topmost last. */
  modals: Map<string, OpenModal[]>
  /** A new ts: unique, ascending, and the workspace's time unless that went back. */
  nextTs(): string
  changed(change: Change): void
  onChange(listener: (change: Change) => void): () => void
  journal: Pick<Journal, 'position' | 'since'>
  /** The last ts, as a number of microseconds. */
  lastTs(): number
  /** The bot's direct channel with the person; created if there is none. */
  directChannel(userId: string): Channel
  /** The app's files, which messages show. */
  files: Pick<Files, 'check'>
  save(): Omit<Saved, 'files'>
}

interface StateOptions {
  identity: Identity
  clock: Clock
  people: Person[]
  channels: Channel[]
  groups?: UserGroup[]
  files: Pick<Files, 'check'>
  saved: Saved
}

export const messageKey = (channel: string, ts: string) => `${channel} ${ts}`

export function createState({
  identity,
  clock,
  people,
  channels,
  groups = [],
  files,
  saved: before,
}: StateOptions): State {
  const listeners = new Set<(change: Change) => void>()
  const journal = createJournal()
  const ts = createTimestamps(clock, before.lastTs)
  const state: State = {
    identity,
    people,
    groups,
    files,
    channels: new Map([...channels, ...before.directChannels].map((channel) => [channel.id, channel])),
    messages: new Map(before.messages.map((message) => [messageKey(message.channel, message.ts), message])),
    homes: new Map(before.homes.map((home) => [home.userId, { ...home, values: {} }])),
    modals: new Map(),
    nextTs: ts.next,
    changed: (change) => {
      journal.add(change)
      for (const listener of listeners) listener(change)
    },
    journal,
    lastTs: ts.last,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    directChannel: (userId) => directChannel(state, userId),
    save: () => ({
      lastTs: ts.last(),
      directChannels: [...state.channels.values()].filter(({ directWith }) => directWith !== undefined),
      messages: [...state.messages.values()].filter(isLasting),
      homes: [...state.homes.values()].map(savedHome),
    }),
  }
  return state
}

/** Slack doesn't store ephemeral messages either: they may hold a password. */
export function isLasting({ ephemeralFor }: Message): boolean {
  return ephemeralFor === undefined
}

export function savedHome({ id, hash, userId, view }: OpenHome): SavedHome {
  return { id, hash, userId, view }
}

/** Counts in microseconds, which doubles hold exactly until the year 2255. */
function createTimestamps(clock: Clock, start: number) {
  let last = start
  return {
    last: () => last,
    next: () => {
      last = Math.max(clock.now() * 1000, last + 1)
      return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`
    },
  }
}

function directChannel(state: State, userId: string): Channel {
  const existing = [...state.channels.values()].find(({ directWith }) => directWith === userId)
  if (existing !== undefined) return existing
  const name = personOf(state, state.identity.botUserId)?.name ?? 'bot'
  const channel = { id: `D${userId.slice(1)}`, name, directWith: userId }
  state.channels.set(channel.id, channel)
  state.changed({ kind: 'channel', id: channel.id })
  return channel
}

/** The channel, if the person is in it. */
export function channelOf(state: State, userId: string, channelId: string): Channel | undefined {
  const channel = state.channels.get(channelId)
  return channel !== undefined && isMember(channel, userId) ? channel : undefined
}

export function personOf(state: State, userId: string): Person | undefined {
  return state.people.find(({ id }) => id === userId)
}

export function workspaceUrl({ identity }: State): string {
  return `https://${identity.team.domain}.slack.com/`
}

/** @throws Error for somebody who isn't in the workspace, or is the bot: the caller's mistake, not a person's */
export function actor(state: State, userId: string): Person {
  const person = personOf(state, userId)
  if (person === undefined || person.isBot === true || person.isDeactivated === true)
    throw new Error(`nobody can act as ${userId}`)
  return person
}

/** @throws Error when nobody has this id */
export function changePerson(state: State, userId: string, change: Partial<Omit<Person, 'id'>>): void {
  const person = personOf(state, userId)
  if (person === undefined) throw new Error(`there is no person ${userId}`)
  state.people = state.people.map((one) => (one === person ? { ...person, ...change } : one))
  state.changed({ kind: 'person', id: userId })
}

/** @throws Error when there is no such channel */
export function changeChannel(state: State, channelId: string, change: Partial<Omit<Channel, 'id'>>): void {
  const channel = state.channels.get(channelId)
  if (channel === undefined) throw new Error(`there is no channel ${channelId}`)
  state.channels.set(channelId, { ...channel, ...change })
  state.changed({ kind: 'channel', id: channelId })
}
