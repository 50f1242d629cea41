import { changed, type ChangeContext, type SpecPatch } from '../change.ts'
import type { FailureReason } from '../failure-reasons.ts'
import type { PageProblem } from '../machine-facts.ts'
import { isArchiveLost, phaseOf } from '../phase.ts'
import type { Audience } from '../audience.ts'
import type { Policy } from '../policy.ts'
import type { HistoryEntry, Site, SiteSpec } from '../site.ts'
import type { Instant } from '../time.ts'
import { UserError } from '../user-error.ts'
import type { Arguments, ValuesOf } from './arguments.ts'

/** Who runs an operation, when, and by which rules. The arguments come beside it. */
export interface OperationContext extends ChangeContext {
  policy: Policy
  /** The environment that was saved for this change: its key, and its names. See `src/control/environment.ts`. */
  savedEnvironment?: Pick<NonNullable<SiteSpec['environment']>, 'key' | 'names'> | undefined
  /** The environment of the repository that was saved for this change. */
  sharedEnvironment?: { version: number } | undefined
  /** The expiry that the person saw: two clicks on one message extend once. */
  seenExpiry?: Instant | undefined
}

/** Where its button is: among the first on a card, in the row after them, there on a card alone, in the menu at the end, or in that beside clients' links. */
export interface Button {
  readonly at: 'front' | 'row' | 'card' | 'menu' | 'shares'
  readonly style?: 'primary' | 'danger'
  /** It comes first where one of these is wrong, because it may mend that. */
  readonly mends?: readonly (FailureReason | PageProblem)[]
}

/** What becomes of the site. `to` goes into the history: the new expiry, or what somebody chose. */
export interface Change extends Pick<HistoryEntry, 'to'> {
  spec: SpecPatch
}

interface Definition<N, A, B, C> {
  /** Its one id: in records, permissions, commands, buttons, texts and docs. */
  name: N
  /** What people type instead, in either language, with spaces between. */
  words: string
  /** What people say with it; the texts have a label for each. */
  args?: A
  /** Who may run it, unless configuration says otherwise. What can be undone is everybody's. */
  audience: Audience
  /** It gives a site to the person who runs it, so they must be allowed to create one. */
  needsCreator?: true
  /** It publishes the repository, or more of it: whoever runs it may have to be able to read it (`src/control/repository-reader.ts`). */
  publishes?: true
  /** Asks whether it is meant, on every way in. */
  confirms?: C
  button?: B
  /** It's also possible when the site's archive is lost, and nothing is left to do but delete it. */
  whenLost?: true
  /** Does it make sense now? Buttons are shown, and operations run, by this alone. */
  isPossible(site: Site): boolean
  /** Why it isn't possible, where there is more to say than the site's phase. */
  reason?(site: Site): UserError | undefined
  /** @throws UserError when it is possible, but not for somebody who saw that */
  check?(site: Site, context: Pick<OperationContext, 'seenExpiry'>): void
  /** @throws UserError when an argument doesn't fit the site */
  change(site: Site, request: OperationContext & ValuesOf<A>): Change
}

/** An operation, whatever it takes. */
export interface Operation {
  readonly name: string
  readonly words: readonly string[]
  readonly args: Arguments
  readonly audience: Audience
  readonly needsCreator: boolean
  readonly publishes: boolean
  readonly confirms: boolean
  readonly button: Button | undefined
  isPossible(site: Site): boolean
  /** UserError unless it can be run on the site as it is now. */
  expectPossible(site: Site, context?: Pick<OperationContext, 'seenExpiry'>): void
  /** The site as it should be, with a line in its history. UserError when that cannot be. */
  apply(site: Site, request: OperationContext): Site
}

/** The same with its name, its arguments, and whether it has a button and asks first: by these its texts are typed. */
export interface DefinedOperation<N, A, B, C> extends Operation {
  readonly name: N & string
  readonly args: A & Arguments
  readonly button: B & (Button | undefined)
  readonly confirms: C & boolean
  apply(site: Site, request: OperationContext & ValuesOf<A>): Site
}

type AnyDefinition = Omit<Definition<string, Arguments, Button, boolean>, 'change'> & {
  change(site: Site, request: OperationContext): Change
}

/** Says all of an operation. Whatever knows operations is derived from it: see `all.ts`. */
export function defineOperation<
  const N extends string,
  const A extends Arguments = Record<never, never>,
  const B extends Button | undefined = undefined,
  const C extends boolean = false,
>(definition: Definition<N, A, B, C>): DefinedOperation<N, A, B, C>
export function defineOperation(definition: AnyDefinition): Operation {
  const {
    name,
    words,
    args = {},
    needsCreator = false,
    publishes = false,
    confirms = false,
    button,
    whenLost = false,
    reason,
    check,
  } = definition
  const isPossible = (site: Site) => (whenLost || !isArchiveLost(site)) && definition.isPossible(site)
  const expectPossible: Operation['expectPossible'] = (site, context = {}) => {
    if (!isPossible(site)) {
      if (isArchiveLost(site) && !whenLost) throw new UserError('archive-lost', { name: site.name })
      throw reason?.(site) ?? new UserError('not-now', { name: site.name, operation: name, phase: phaseOf(site) })
    }
    check?.(site, context)
  }
  return {
    name,
    words: words.split(' '),
    args,
    audience: definition.audience,
    needsCreator,
    publishes,
    confirms,
    button,
    isPossible,
    expectPossible,
    apply: (site, request) => {
      expectPossible(site, request)
      const { spec, to } = definition.change(site, request)
      return changed(site, spec, { action: name, ...(to !== undefined && { to }) }, request)
    },
  }
}

/** What failed is tried again: earlier failures no longer count. */
export function retried({ spec }: Pick<Site, 'spec'>): Pick<SiteSpec, 'retryRevision'> {
  return { retryRevision: spec.retryRevision + 1 }
}
