import type { HomeView, KnownBlock, ModalView } from '@slack/types'

/**
 * What people see and do in a workspace. The app's side is the Web API and the signed requests.
 */

export interface Person {
  id: string
  name: string
  realName: string
  /** As in users.info: `en-US` or `ja-JP`. */
  locale: string
  /** IANA time zone. */
  tz: string
  isBot?: boolean
  /** Workspace owners are admins, too. */
  isAdmin?: boolean
  /** A guest of several channels, or of one. */
  guest?: 'multi-channel' | 'single-channel'
  /** The account is deactivated: the person stays in the workspace and can do nothing. */
  isDeactivated?: boolean
  /** Their own workspace, if they are only here through a shared channel. */
  teamId?: string
  /** In an organization: their workspaces; only this one by default. */
  teams?: string[]
  isOrganizationAdmin?: boolean
  /** Values of their profile's custom fields, by the field's id. */
  fields?: Record<string, string>
}

/** The Enterprise organization that the workspace is part of. */
export interface Organization {
  id: string
  name: string
  /** The app is installed in the whole organization, and its token is the organization's. */
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
  /** The person of a direct message channel with the bot. */
  directWith?: string
  /** Everybody by default. */
  members?: string[]
  /** Only its members know of it. */
  isPrivate?: boolean
  /** A group direct message of its members. */
  isMpim?: boolean
  /** The bot isn't in it. */
  withoutBot?: boolean
  archived?: boolean
}

export interface Message {
  channel: string
  /** `seconds.microseconds`: unique in its channel and ascending. */
  ts: string
  user: string
  text: string
  blocks?: KnownBlock[]
  /** ts of the message whose thread this is in. */
  threadTs?: string
  /** A reply that is also shown in the channel. */
  broadcast?: boolean
  /** Only this person sees it. */
  ephemeralFor?: string
  edited?: boolean
  /** Files that the app has shared with it. */
  files?: { id: string; title: string }[]
  /** What the app shows of links in it; `id` counts from 1. */
  unfurls?: Unfurl[]
}

/** What the app shows of a link in a person's message. */
export interface Unfurl {
  id: number
  /** As it's written in the message. */
  url: string
  fallback: string
  blocks: KnownBlock[]
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
  /** What was typed or picked and sent to the workspace so far. Other elements have their initial value. */
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

/** What has changed in it. Channels, people and what the manifest offers stay. */
export interface ScreenChange {
  /** Posted or edited. */
  messages?: Message[]
  removed?: { channel: string; ts: string }[]
  modals?: OpenView[]
  home?: Home
}

/** What a block element is in; Slack's payloads call it `container`. */
export type Container =
  | { message: { channel: string; ts: string; unfurl?: number } }
  | { viewId: string }
  | { home: true }

/** What somebody picked or typed; `type` is the element's. */
export type Picked =
  | { type: 'button' }
  | { type: 'static_select' | 'external_select' | 'overflow'; value: string }
  | { type: 'datepicker'; date: string }
  | { type: 'users_select'; user: string }
  | { type: 'conversations_select' | 'channels_select'; channel: string }
  | { type: 'plain_text_input'; text: string }
  | { type: 'checkboxes' | 'multi_static_select'; values: string[] }

/**
 * undefined when all went well, or what Slack shows to only this person, such as that the app didn't answer in
 * 3 seconds.
 */
export type SlackNotice = string | undefined

/** What people do. Each call sends the app what Slack would send, and resolves when Slack is done. */
export interface Workspace {
  screen(userId: string): Screen
  /** Calls back after every change that somebody can see. Returns the function that unsubscribes. */
  onChange(listener: () => void): () => void
  /** Names this moment for `changeSince`. */
  position(): string
  /** What has changed on a person's screen since then; undefined when only the whole screen tells. */
  changeSince(userId: string, position: string): ScreenChange | undefined
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
  /** Loads the options of an external select. */
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

/** Values by block_id and action_id. Elements left out have their initial value. */
export type ViewValues = Record<string, Record<string, Picked | null>>
