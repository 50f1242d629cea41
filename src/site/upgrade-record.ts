import { type FailurePolicy, stepNames } from './step-name.ts'

type Fields = Readonly<Record<string, unknown>>

/** Gives the fields of a stored record their names of this version. Records stay as they are in the table until the next save. */
export function upgradeRecord(record: unknown): unknown {
  if (!isFields(record)) return record
  return {
    ...record,
    spec: change(record['spec'], (spec) => renamed(spec, { archiveAskedAt: 'archiveRequestedAt' })),
    status: change(record['status'], upgradeStatus),
    history: changeEach(record['history'], upgradeHistory),
  }
}

/** Operations had names such as `handOver`. */
function upgradeHistory(before: Fields): Fields {
  const entry = renamed(before, { leavers: 'removedMembers' })
  const { action } = entry
  return typeof action === 'string' ? { ...entry, action: kebabCase(action) } : entry
}

export function kebabCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

const RENAMED_STATUS = {
  announced: 'notifications',
  editing: 'editLeases',
  grant: 'repositoryAccess',
  ownerLook: 'ownerCheck',
  slot: 'quotaOwner',
  took: 'durations',
  undoing: 'lease',
}

function upgradeStatus(before: Fields): Fields {
  const status = renamed(before, RENAMED_STATUS)
  const changes: Record<string, (part: Fields) => Fields> = {
    failures: upgradeFailures,
    notifications: (postings) => mapped(postings, (posting) => renamed(posting, { settled: 'resolved' })),
    repositoryAccess: (access) => renamed(access, { leftFor: 'revokeSkippedFor' }),
    teamLoss: (loss) => renamed(loss, { lookedAt: 'checkedAt' }),
  }
  return Object.fromEntries(
    Object.entries(status).map(([key, part]) => [key, changes[key] ? change(part, changes[key]) : part]),
  )
}

const KNOWN: ReadonlySet<string> = new Set(stepNames)

const RENAMED_STEPS: Readonly<Record<string, string>> = {
  slot: 'quota',
  'settle-warning': 'resolve-warning',
  'settle-adoption': 'resolve-adoption',
}

/** Drops failures of steps that no longer exist: nothing would end them. */
function upgradeFailures(failures: Fields): Fields {
  const upgraded = Object.entries(failures).map(([step, failure]) => {
    const name = RENAMED_STEPS[step] ?? step.replace(/^announce-/, 'notify-')
    return [name, change(failure, (fields) => ({ ...policyOf(name), ...fields }))] as const
  })
  return Object.fromEntries(upgraded.filter(([name]) => KNOWN.has(name)))
}

const KEPT_TRYING = new Set(['users', 'quota', 'head', 'deploy', 'owner'])
const NOTIFIED =
  /^(card|card-edit|direct-card|direct-card-edit|notify-.*|resolve-.*|commit-status|pull-request-comment)$/

/** Earlier failures have no policy. */
function policyOf(step: string): { policy: FailurePolicy; hidden?: true } {
  if (NOTIFIED.test(step)) return { policy: 'notification' }
  if (!KEPT_TRYING.has(step)) return { policy: 'fails-site' }
  return { policy: 'keeps-trying', ...(['head', 'deploy', 'owner'].includes(step) && { hidden: true }) }
}

function renamed(fields: Fields, names: Readonly<Record<string, string>>): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [names[name] ?? name, value]))
}

function mapped(fields: Fields, upgrade: (fields: Fields) => Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, part]) => [name, change(part, upgrade)]))
}

function changeEach(parts: unknown, upgrade: (fields: Fields) => Fields): unknown {
  return Array.isArray(parts) ? parts.map((part) => change(part, upgrade)) : parts
}

function change(part: unknown, upgrade: (fields: Fields) => Fields): unknown {
  return isFields(part) ? upgrade(part) : part
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
