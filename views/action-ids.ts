import * as z from 'zod'
import { LOG_NAME } from '../src/site/logs.ts'
import { type OperationName, operationNames, operations } from '../src/site/operations/all.ts'
import type { Operation } from '../src/site/operations/operation.ts'
import type { Instant } from '../src/site/time.ts'
import { serviceIds } from '../src/site/service-names.ts'
import { kebabCase } from '../src/site/upgrade-record.ts'

/** Every id that Slack hands back, once: those who draw and those who listen take them from here. */

/** action_id of buttons and menus, besides operations' buttons ({@link buttonIds}). */
export const actionIds = {
  /** A link; Slack reports the click all the same, and wants it acknowledged. */
  open: 'site-open',
  /** The menu at the end of a row of buttons: the ref's `choice` is an operation. */
  more: 'site-more',
  /** In the App Home. */
  create: 'create',
  /** Carries a {@link PageRef}. */
  nextPage: 'next-page',
  /** In the short create form. */
  moreOptions: 'more-options',
  /** The end of a log; carries a {@link LogRef}. */
  logs: 'site-logs',
  /** All of it, as a file. */
  logFile: 'site-log-file',
  /** Carries what is {@link Listed}. */
  select: 'select-sites',
  /** In the App Home: shows all of a section. Carries its name. */
  expand: 'home-expand',
} as const

export function buttonId(operation: OperationName): string {
  return `site-${operation}`
}

/** A button beside others of its operation: for a preset, or the one that asks. */
export function presetButtonId(operation: OperationName, preset: string): string {
  return `${buttonId(operation)}-${preset}`
}

/** In place of a preset: ask. */
export const ASK = 'until'

/** Of messages that earlier versions posted. */
const EARLIER_IDS: Partial<Record<OperationName, string>> = { 'change-password': 'site-password' }

/** Every action_id that leads to an operation. */
export function buttonIds(operation: Operation & { name: OperationName }): string[] {
  const { name } = operation
  const presets = presetsOf(operation)
  const more = presets.length === 0 ? [] : [...presets, ASK].map((preset) => presetButtonId(name, preset))
  return [buttonId(name), ...more, EARLIER_IDS[name] ?? []].flat()
}

/** What the argument of an operation is offered to be, without asking. */
export function presetsOf({ args }: Operation): readonly string[] {
  return Object.values(args).flatMap(({ presets = [] }) => presets)
}

/** callback_id of modals and of the global shortcut. */
export const callbackIds = {
  createShortcut: 'create-test-site',
  createForm: 'create-form',
  operationForm: 'operation-form',
  selectForm: 'select-form',
  /** Has nothing to submit. */
  notice: 'notice',
} as const

/**
 * action_id of the forms' inputs, and block_id too, but for {@link nameBlockId}, {@link branchBlockId} and {@link servicesBlockId}.
 * Those of `repository`, `branch` and `sshTeam` ask for options.
 */
export const inputIds = {
  name: 'name',
  repository: 'repository',
  branch: 'branch',
  documentRoot: 'document-root',
  appDirectory: 'app-directory',
  startCommand: 'start-command',
  services: 'services',
  spaFallback: 'spa-fallback',
  spot: 'spot',
  image: 'image',
  size: 'size',
  lastDay: 'last-day',
  accessUser: 'access-user',
  password: 'password',
  sshTeam: 'ssh-team',
  channel: 'channel',
  owner: 'owner',
} as const

/** A corrected name is another input, so that Slack shows it in place of what was typed. */
export function nameBlockId(corrections: number): string {
  return corrections === 0 ? inputIds.name : `${inputIds.name}:${corrections}`
}
/** The same of the form that selects sites. */
export const selectIds = { sites: 'sites', action: 'action' } as const

/**
 * Another repository's branches are another input, so that Slack does not keep the branch picked before.
 * @returns at most 255 characters, for any repository that GitHub allows
 */
export function branchBlockId(repository: string | undefined): string {
  return repository === undefined ? inputIds.branch : `${inputIds.branch}:${repository}`.slice(0, 255)
}

/**
 * Boxes for services know what was detected when they were drawn: ticks that are still the same are nobody's choice. Those of another
 * repository are another input.
 */
export function servicesBlockId(repository: string | undefined, detected: readonly string[]): string {
  return [inputIds.services, detected.join(','), repository ?? ''].join(':').slice(0, 255)
}

/** The services that were detected when that block was drawn. */
export function detectedIn(servicesBlock: string): string {
  return servicesBlock.split(':')[1] ?? ''
}

const choices = new Set<string>([...operations.flatMap(presetsOf), ASK, ...operationNames])

/** What a button or an option is about. The id makes a button of an old site with the same name recognisable. */
export interface SiteRef {
  name: string
  id: string
  /** The expiry that the person saw. */
  from?: Instant
  /** Which option of a menu it is: a preset, {@link ASK}, or an operation. */
  choice?: string
}

const refSchema = z.lazy(() =>
  z.tuple([
    z.string().min(1).max(63),
    z.string().min(1).max(40),
    z.int().nonnegative().nullable(),
    // Earlier versions had names such as `handOver`.
    z
      .string()
      .transform(kebabCase)
      .refine((choice) => choices.has(choice))
      .nullable(),
  ]),
)

/** At most 150 characters, since it must fit into a menu's option: ids have up to 40. */
export function encodeRef({ name, id, from, choice }: SiteRef): string {
  return JSON.stringify(refSchema.parse([name, id, from ?? null, choice ?? null]))
}

/** undefined when it is none of ours. */
export function decodeRef(value: string | undefined): SiteRef | undefined {
  const read = refSchema.safeParse(parseJson(value))
  if (!read.success) return undefined
  const [name, id, from, choice] = read.data
  return { name, id, ...(from !== null && { from }), ...(choice !== null && { choice }) }
}

/** A log of a site. */
export interface LogRef {
  name: string
  id: string
  /** Absent: that of what visitors reach. */
  log?: string
}

const logRefSchema = z.lazy(() =>
  z.tuple([z.string().min(1).max(63), z.string().min(1).max(40), z.string().regex(LOG_NAME).nullable()]),
)

export function encodeLogRef({ name, id, log }: LogRef): string {
  return JSON.stringify(logRefSchema.parse([name, id, log ?? null]))
}

/** undefined when it is none of ours. */
export function decodeLogRef(value: string | undefined): LogRef | undefined {
  const { data } = logRefSchema.safeParse(parseJson(value))
  if (data === undefined) return undefined
  const [name, id, log] = data
  return { name, id, ...(log !== null && { log }) }
}

export const listKinds = ['mine', 'all', 'channel', 'archived'] as const
export type ListKind = (typeof listKinds)[number]

/** What a list holds: sites of a kind that match all of the words. */
export interface Listed {
  kind: ListKind
  /** As people typed them. */
  words?: readonly string[]
}

export interface PageRef extends Listed {
  cursor?: string
}

const pageSchema = z.lazy(() =>
  z.object({
    kind: z.enum(listKinds),
    words: z.array(z.string()).optional(),
    cursor: z.string().min(1).optional(),
  }),
)

export function encodePage({ kind, words = [], cursor }: PageRef): string {
  return JSON.stringify({ kind, ...(words.length > 0 && { words }), cursor })
}

/** undefined when it is none of ours. */
export function decodePage(value: string | undefined): PageRef | undefined {
  const { kind, words, cursor } = pageSchema.safeParse(parseJson(value)).data ?? {}
  return kind && { kind, ...(words && { words }), ...(cursor !== undefined && { cursor }) }
}

const text = z.string().exactOptional()

const hiddenSchema = z.lazy(() =>
  z.object({
    repository: text,
    documentRoot: text,
    appDirectory: text.optional(),
    startCommand: text.optional(),
    image: text,
    size: text,
    lastDay: text,
    accessUser: text,
    sshTeam: text.optional(),
    channel: text,
    spaFallback: z.boolean().optional(),
    spot: z.boolean().optional(),
    services: z.array(z.enum(serviceIds)).optional(),
  }),
)

/** The sections of the App Home that can be long. */
export const homeSections = ['expiringSoon', 'mine', 'archived'] as const
export type HomeSection = (typeof homeSections)[number]

const contextSchema = z.lazy(() =>
  z.object({
    channel: z.string().min(1).optional(),
    thread: z.string().min(1).optional(),
    ref: z.string().optional(),
    operation: z.enum(operationNames).optional(),
    hidden: hiddenSchema.optional(),
    corrections: z.int().nonnegative().optional(),
    expanded: z.enum(homeSections).optional(),
  }),
)

/** What a modal remembers in `private_metadata`. */
export interface FormContext {
  /** Channel where it was asked for; absent for the App Home and the shortcut. */
  channel?: string | undefined
  /** ts of the thread in that channel where it was asked for; absent outside of threads. */
  thread?: string | undefined
  /** The site that it is about; absent for the create form. */
  ref?: SiteRef | undefined
  /** What the form is for. */
  operation?: OperationName | undefined
  /** Of the short create form: what it doesn't ask for, and the repository that directories and commands fit. */
  hidden?: z.infer<typeof hiddenSchema> | undefined
  /** How often the create form has corrected the name. */
  corrections?: number | undefined
  /** The section of the App Home that was expanded where it was asked for. */
  expanded?: HomeSection | undefined
}

export function encodeContext({ ref, ...context }: FormContext): string {
  return JSON.stringify({ ...context, ...(ref && { ref: encodeRef(ref) }) })
}

/** An empty context when it is none of ours. */
export function decodeContext(metadata: string): FormContext {
  const { ref: encoded, ...context } = contextSchema.safeParse(parseJson(metadata)).data ?? {}
  const ref = decodeRef(encoded)
  return { ...context, ...(ref && { ref }) }
}

/** What the App Home remembers in `private_metadata`. */
export function encodeHome(expanded: HomeSection | undefined): string {
  return JSON.stringify({ expanded })
}

const homeSchema = z.lazy(() => z.object({ expanded: z.enum(homeSections).optional() }))

/** The section that is expanded; none when it's not ours. */
export function decodeHome(metadata: string | undefined): HomeSection | undefined {
  return homeSchema.safeParse(parseJson(metadata)).data?.expanded
}

/** The section that a button expands. */
export function homeSectionNamed(value: string | undefined): HomeSection | undefined {
  return homeSections.find((one) => one === value)
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
