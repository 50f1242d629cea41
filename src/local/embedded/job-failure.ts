import type { FailureReason } from '../../site/failure-reasons.ts'

/** Why a job failed. */
export type FailureCode = Extract<
  FailureReason,
  | 'repository-missing'
  | 'repository-empty'
  | 'branch-missing'
  | 'document-root-missing'
  | 'clone-failed'
  | 'machine-gone'
  | 'invalid-input'
>

const PERMANENT: ReadonlySet<FailureCode> = new Set([
  'repository-missing',
  'repository-empty',
  'branch-missing',
  'document-root-missing',
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
