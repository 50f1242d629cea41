import { type FailurePolicy, stepNames } from './step-name.ts'

type Fields = Readonly<Record<string, unknown>>

/** A stored record in the words of this version. Records of earlier versions stay in the table until their site is next saved. */
export function upgradeRecord(record: unknown): unknown {
  if (!isFields(record)) return record
  return { ...record, status: change(record['status'], upgradeStatus) }
}

function upgradeStatus(status: Fields): Fields {
  return { ...status, failures: change(status['failures'], upgradeFailures) }
}

const KNOWN: ReadonlySet<string> = new Set(stepNames)

const RENAMED_STEPS: Readonly<Record<string, string>> = {
  slot: 'quota',
  'settle-warning': 'resolve-warning',
  'settle-adoption': 'resolve-adoption',
}

/** Failures of steps that there are no more are dropped: nothing would ever end them. */
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

/** Failures did not always say what they mean. */
function policyOf(step: string): { policy: FailurePolicy; hidden?: true } {
  if (NOTIFIED.test(step)) return { policy: 'notification' }
  if (!KEPT_TRYING.has(step)) return { policy: 'fails-site' }
  return { policy: 'keeps-trying', ...(['head', 'deploy', 'owner'].includes(step) && { hidden: true }) }
}

function change(part: unknown, upgrade: (fields: Fields) => Fields): unknown {
  return isFields(part) ? upgrade(part) : part
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
