import * as z from 'zod'

const repository = z.object({ full_name: z.string() })
/** One that is gone has no slug any more. */
const team = z.object({ slug: z.string().optional(), parent: z.object({ slug: z.string() }).nullish() })

/** What is used of the events that can change who is in a team or who can access a repository ("Webhook events and payloads"). */
const teamEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('membership'), team }),
  z.object({ event: z.literal('team'), team, repository: repository.optional() }),
  z.object({ event: z.literal('member'), repository }),
  z.object({ event: z.literal('organization') }),
])

const envelope = z.object({ organization: z.object({ login: z.string() }) })

export type TeamEvent = z.infer<typeof teamEvent>

const NAMES: ReadonlySet<string> = new Set(teamEvent.options.map(({ shape }) => shape.event.value))

/** `other`: none that is about people, or of another organization. `malformed`: such as GitHub does not send. */
export function readTeamEvent(name: string, payload: unknown, org: string): TeamEvent | 'other' | 'malformed' {
  if (!NAMES.has(name)) return 'other'
  const about = envelope.safeParse(payload)
  if (!about.success) return 'malformed'
  if (about.data.organization.login.toLowerCase() !== org.toLowerCase()) return 'other'
  const { data: event = 'malformed' } = teamEvent.safeParse({ ...about.data, ...spread(payload), event: name })
  return event
}

function spread(payload: unknown): object {
  return typeof payload === 'object' && payload !== null ? payload : {}
}
