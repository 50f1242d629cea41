import type { HomeView, KnownBlock, ModalView } from '@slack/types'

/**
 * A Slack workspace on this machine: the person's side of it. The bot's side is the Web API that
 * `createWebApi` serves, and the signed requests that reach the app's handler.
 */

export interface Person {
  id: string
  name: string
  realName: string
  /** As users.info gives it, `en-US` or `ja-JP`. */
  locale: string
  /** IANA time zone. */
  tz: string
  isBot?: boolean
  /** Of the workspace; owners of it are admins too. */
  isAdmin?: boolean
  /** A guest of several channels, or of one. */
  guest?: 'multi-channel' | 'single-channel'
  /** An admin has deactivated the account: Slack keeps the person, who can do nothing. */
  isDeactivated?: boolean
  /** Belongs to this other workspace, and is here by a shared channel. */
  teamId?: string
  /** In an organization, their workspaces of it; this one alone, unless given. */
  teams?: string[]
  isOrganizationAdmin?: boolean
}

/** The Enterprise organization that the workspace is part of. */
export interface Organization {
  id: string
  name: string
  /** The app is installed in all of it, and its token is the organization's. */
  isInstalledOrgWide: boolean
}

export interface UserGroup {
  id: string
  handle: string
  members: string[]
}

export interface Channel {
  id: string
  name: string
  /** A direct message channel between the bot and this person; seen by nobody else. */
  directWith?: string
  /** Absent: everybody. */
  members?: string[]
  /** Shown with a lock, and unknown to whoever is not in it. */
  isPrivate?: boolean
  /** A group direct message of its members, as unknown to others. */
  isMpim?: boolean
  /** The bot has not been invited. */
  withoutBot?: boolean
  archived?: boolean
}

export interface Message {
  channel: string
  /** Unique in its channel, seconds.microseconds, ascending. */
  ts: string
  user: string
  text: string
  blocks?: KnownBlock[]
  /** ts of the message whose thread this is in. */
  threadTs?: string
  /** A reply in a thread that is shown in the channel too. */
  broadcast?: boolean
  /** Only this person sees it. */
  ephemeralFor?: string
  edited?: boolean
}

/** Views with blocks that the workspace has checked. */
export type Modal = Omit<ModalView, 'blocks'> & { blocks: KnownBlock[] }
export type Home = Omit<HomeView, 'blocks'> & { blocks: KnownBlock[] }

export interface OpenView {
  id: string
  hash: string
  view: Modal
  /** Errors of the last submission, by block_id. */
  errors?: Record<string, string>
  /** What was typed or picked so far and sent along; kept over updates of the view. Elements left out keep their initial value. */
  values?: ViewValues
}

/** All that one person sees. */
export interface Screen {
  me: Person
  people: Person[]
  channels: Channel[]
  messages: Message[]
  /** The stack of open modals, the topmost last. */
  modals: OpenView[]
  home?: Home
  commands: { command: string; description: string; usageHint?: string }[]
  shortcuts: { name: string; callbackId: string }[]
}

/** Where a block element stands. */
export type Container = { message: { channel: string; ts: string } } | { viewId: string } | { home: true }

/** What was picked or typed in an element; `type` is the element's. */
export type Picked =
  | { type: 'button' }
  | { type: 'static_select' | 'external_select' | 'overflow'; value: string }
  | { type: 'datepicker'; date: string }
  | { type: 'users_select'; user: string }
  | { type: 'conversations_select' | 'channels_select'; channel: string }
  | { type: 'plain_text_input'; text: string }
  | { type: 'checkboxes'; values: string[] }

/**
 * How Slack itself answered the person: undefined when all went well, else the line Slack shows only to them
 * (the app did not answer in 3 s, answered with an error, …).
 */
export type SlackNotice = string | undefined

/** What people do. Each sends the app the signed requests that Slack would send, and resolves when Slack is done with it. */
export interface Workspace {
  screen(userId: string): Screen
  /** Called after every change of anything anybody sees. Returns the unsubscribe function. */
  onChange(listener: () => void): () => void
  say(userId: string, message: { channel: string; text: string; threadTs?: string }): Promise<SlackNotice>
  command(userId: string, command: { channel: string; command: string; text: string }): Promise<SlackNotice>
  shortcut(userId: string, callbackId: string): Promise<SlackNotice>
  openHome(userId: string): Promise<SlackNotice>
  act(
    userId: string,
    container: Container,
    element: { blockId: string; actionId: string },
    picked: Picked,
    state?: ViewValues,
  ): Promise<SlackNotice>
  /** Options of an external_select for what was typed. */
  suggest(
    userId: string,
    container: Container,
    element: { blockId: string; actionId: string },
    query: string,
    state?: ViewValues,
  ): Promise<{ options: { text: string; value: string }[]; notice?: SlackNotice }>
  submit(userId: string, viewId: string, state: ViewValues): Promise<SlackNotice>
  close(userId: string, viewId: string): Promise<SlackNotice>
}

/** What is in a view's inputs: block_id, then action_id. Elements left out keep their initial value. */
export type ViewValues = Record<string, Record<string, Picked | null>>
