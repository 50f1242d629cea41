import * as z from 'zod'
import type { Rename } from '../../site/rename.ts'

const from = z.object({ from: z.string().min(1) })
const account = z.object({ login: z.string() })
const repository = z.object({ full_name: z.string().regex(/^[^/]+\/[^/]+$/), default_branch: z.string().min(1) })

/** The parts of events about new names that are used ("Webhook events and payloads"). */
const renameEvent = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('repository.renamed'),
    repository,
    changes: z.object({ repository: z.object({ name: from }) }),
  }),
  z.object({
    event: z.literal('repository.transferred'),
    repository,
    changes: z.object({
      owner: z.object({ from: z.object({ user: account.nullish(), organization: account.nullish() }) }),
    }),
  }),
  z.object({
    event: z.literal('repository.edited'),
    repository,
    changes: z.object({ default_branch: from.optional() }),
  }),
  z.object({
    event: z.literal('team.edited'),
    team: z.object({ slug: z.string().min(1) }),
    changes: z.object({ name: from.optional() }),
    organization: account,
  }),
  z.object({
    event: z.literal('organization.renamed'),
    organization: account,
    changes: z.object({ login: from }).optional(),
  }),
])
type RenameEvent = z.infer<typeof renameEvent>

/** The organization isn't in records, but in the settings. */
export type NameChange = Rename | { kind: 'organization'; to: string }

const NAMES: ReadonlySet<string> = new Set(renameEvent.options.map(({ shape }) => shape.event.value))

/** What has a new name. `other` and `malformed` as {@link readTeamEvent}. */
export function readRenameEvent(name: string, payload: unknown, org: string): NameChange | 'other' | 'malformed' {
  const { data: action } = z.looseObject({ action: z.string() }).safeParse(payload)
  const event = `${name}.${action?.action}`
  if (!NAMES.has(event)) return 'other'
  const { data } = renameEvent.safeParse({ ...action, event })
  if (data === undefined) return 'malformed'
  const isOurs = (login: string | undefined) => login?.toLowerCase() === org.toLowerCase()
  return newsOf(data, isOurs) ?? 'other'
}

function newsOf(event: RenameEvent, isOurs: (login: string | undefined) => boolean): NameChange | undefined {
  switch (event.event) {
    case 'repository.renamed':
    case 'repository.transferred': {
      const { full_name: to } = event.repository
      const before = nameBefore(event)
      return isOurs(ownerOf(before)) || isOurs(ownerOf(to)) ? { kind: 'repository', from: before, to } : undefined
    }
    case 'repository.edited': {
      const { full_name: full, default_branch: to } = event.repository
      const branch = event.changes.default_branch
      if (branch === undefined || !isOurs(ownerOf(full))) return undefined
      return { kind: 'branch', repository: full, from: branch.from, to }
    }
    case 'team.edited': {
      const { changes, team, organization } = event
      if (changes.name === undefined || !isOurs(organization.login)) return undefined
      return { kind: 'team', from: teamSlug(changes.name.from), to: team.slug }
    }
    case 'organization.renamed': {
      const { login: to } = event.organization
      return isOurs(event.changes?.login.from) && !isOurs(to) ? { kind: 'organization', to } : undefined
    }
  }
}

function nameBefore(event: Extract<RenameEvent, { event: 'repository.renamed' | 'repository.transferred' }>): string {
  const [owner = '', name = ''] = event.repository.full_name.split('/')
  if (event.event === 'repository.renamed') return `${owner}/${event.changes.repository.name.from}`
  const { user, organization } = event.changes.owner.from
  return `${organization?.login ?? user?.login ?? owner}/${name}`
}

function ownerOf(fullName: string): string | undefined {
  return fullName.split('/')[0]
}

/**
 * GitHub's slug for a team's name: "My TEam Näme" becomes `my-team-name` ("Get a team by name"). An event has the team's old name
 * and its new slug.
 */
export function teamSlug(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^-|-$/g, '')
}
