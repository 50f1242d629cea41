import type { FailureReason } from '../../site/failure-reasons.ts'
import { redact } from '../../redact.ts'

/** Why a job failed. */
export type FailureCode = Extract<
  FailureReason,
  | 'repository-missing'
  | 'repository-empty'
  | 'branch-missing'
  | 'document-root-missing'
  | 'app-directory-missing'
  | 'clone-failed'
  | 'lfs-missing'
  | 'submodule-missing'
  | 'machine-gone'
  | 'invalid-input'
>

const PERMANENT: ReadonlySet<FailureCode> = new Set([
  'repository-missing',
  'repository-empty',
  'branch-missing',
  'document-root-missing',
  'app-directory-missing',
  'lfs-missing',
  'submodule-missing',
  'invalid-input',
])

/** A job that ended badly. `log` may hold secrets: {@link redact} it before it goes anywhere. */
export class JobFailure extends Error {
  override name = 'JobFailure'
  readonly code: FailureCode
  readonly log: string
  /** Where it came so far as to know it. */
  readonly commit: string | undefined
  constructor(code: FailureCode, log = '', commit?: string) {
    super(code)
    this.code = code
    this.log = log
    this.commit = commit
  }
  get permanent(): boolean {
    return PERMANENT.has(this.code)
  }
}

const LINES = 20
const LINE_LENGTH = 300

/** The last lines of a log, for people: without the secrets given, what looks like one, and control characters. */
export function redactedTail(log: string, secrets: readonly (string | undefined)[]): string {
  const lines = redact(log.replaceAll('\r', '\n'), secrets).split('\n')
  return lines
    .map((line) =>
      line
        .replace(/\p{Cc}+/gu, ' ')
        .trimEnd()
        .slice(0, LINE_LENGTH),
    )
    .filter((line) => line !== '')
    .slice(-LINES)
    .join('\n')
}
