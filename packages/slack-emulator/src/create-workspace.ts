import { type AppHandler, createAppLink } from './app-link.ts'
import { botPerson, defaultIdentity, type Identity, slackbot } from './identity.ts'
import { readManifest } from './manifest.ts'
import { createFiles, type Files } from './files.ts'
import { createModals } from './modals.ts'
import { createLoadedOptions } from './loaded-options.ts'
import type { Parts } from './parts.ts'
import { act } from './people/act.ts'
import { runCommand, runShortcut } from './people/command.ts'
import { openHome, verifyUrl } from './people/events.ts'
import { close, submit } from './people/modal.ts'
import { say } from './people/say.ts'
import { suggest } from './people/suggest.ts'
import { type Clock, realTime as systemTime, type RealTime } from './clock.ts'
import { createResponseUrls, type ResponseUrls } from './response-urls.ts'
import { savedChangeOf } from './saved-change.ts'
import { readSaved, type Saved, type SavedChange } from './saved.ts'
import { screenChangeOf, screenOf } from './screen.ts'
import { changeChannel, changePerson, createState } from './state.ts'
import { createTriggerIds } from './trigger-ids.ts'
import { createWebApi, type Throttle, type WebApi } from './web-api/web-api.ts'
import type { Channel, Organization, Person, UserGroup, Workspace } from './workspace.ts'

export interface SlackWorkspaceOptions {
  /** Gives messages their ts; the system's by default. */
  clock?: Clock
  /** Signatures, trigger ids, response URLs and the 3 s; the system's by default. */
  realTime?: RealTime
  identity?: Identity
  signingSecret: string
  botToken: string
  people: Person[]
  channels: Channel[]
  groups?: UserGroup[]
  /** The one that the workspace is part of; none by default. */
  organization?: Organization
  /** The app's parsed manifest.yml. */
  manifest: unknown
  /** Where {@link SlackWorkspace.webApi} and the response URLs are served, without a trailing slash. */
  baseUrl: () => string
  /** From an earlier `save()`. */
  saved?: unknown
  /** What `onSavedChange` gave since then, in order. */
  savedChanges?: unknown[]
  /** Makes the Web API answer 429 when it returns seconds; off by default. */
  throttle?: Throttle
  /** Gets what the app threw, which Slack never learns. */
  onAppError?: (error: unknown) => void
}

export interface SlackWorkspace extends Workspace {
  identity: Identity
  /** Sends the requests to this app. Until then, all of them fail. */
  connect(app: AppHandler): void
  webApi: WebApi
  responseUrls: Pick<ResponseUrls, 'use'>
  files: Pick<Files, 'receive' | 'find'>
  /** Messages, direct channels and Home tabs as JSON, without open modals and messages that only one person sees. */
  save(): Saved
  /** Calls back with whatever has changed in that. Returns the function that unsubscribes. */
  onSavedChange(listener: (change: SavedChange) => void): () => void
  /** As an admin does. */
  changePerson(userId: string, change: Partial<Omit<Person, 'id'>>): void
  changeChannel(channelId: string, change: Partial<Omit<Channel, 'id'>>): void
  /** Slack's handshake for a new request URL: true when the app returns the challenge. */
  verifyUrl(): Promise<boolean>
}

/**
 * A Slack workspace with one app in it.
 * @throws Error when the manifest or `saved` cannot be understood
 */
export function createSlackWorkspace(options: SlackWorkspaceOptions): SlackWorkspace {
  const parts = createParts(options)
  const { state, app, link, responseUrls, files } = parts
  return {
    identity: state.identity,
    connect: link.connect,
    webApi: createWebApi(parts, options),
    responseUrls,
    files,
    save: () => ({ ...state.save(), files: files.save() }),
    onSavedChange: (listener) =>
      state.onChange((change) => {
        const saved = savedChangeOf(state, files, change)
        if (saved !== undefined) listener(saved)
      }),
    changePerson: (userId, change) => changePerson(state, userId, change),
    changeChannel: (channelId, change) => changeChannel(state, channelId, change),
    verifyUrl: () => verifyUrl(link),
    screen: (userId) => screenOf(state, app, userId),
    onChange: (listener) => state.onChange(() => listener()),
    position: state.journal.position,
    changeSince: (userId, position) => {
      const changes = state.journal.since(position)
      return changes && screenChangeOf(state, userId, changes)
    },
    say: (userId, message) => say(parts, userId, message),
    command: (userId, command) => runCommand(parts, userId, command),
    shortcut: (userId, callbackId) => runShortcut(parts, userId, callbackId),
    openHome: (userId) => openHome(parts, userId),
    act: (userId, container, element, picked, values = {}) =>
      act(parts, userId, { container, element, picked, state: values }),
    suggest: (userId, container, element, query, values = {}) =>
      suggest(parts, userId, { container, element, query, state: values }),
    submit: (userId, viewId, values) => submit(parts, userId, viewId, values),
    close: (userId, viewId) => close(parts, userId, viewId),
  }
}

function createParts(options: SlackWorkspaceOptions): Parts {
  const realTime = options.realTime ?? systemTime
  const app = readManifest(options.manifest)
  const { identity = defaultIdentity, clock = realTime } = options
  const own = [botPerson(identity, app.name), slackbot]
  const people = [...options.people.filter(({ id }) => own.every((one) => one.id !== id)), ...own]
  const saved = readSaved(options.saved, options.savedChanges ?? [])
  const files = createFiles({ realTime, baseUrl: options.baseUrl, saved: saved.files })
  const state = createState({ ...options, identity, clock, people, saved, files })
  const loadedOptions = createLoadedOptions()
  return {
    app,
    state,
    loadedOptions,
    files,
    realTime,
    ...(options.organization && { organization: options.organization }),
    link: createAppLink({ ...options, realTime }),
    modals: createModals(state, loadedOptions),
    triggers: createTriggerIds(realTime, identity.team.id),
    responseUrls: createResponseUrls({ state, realTime, baseUrl: options.baseUrl }),
    messageValues: new Map(),
  }
}
