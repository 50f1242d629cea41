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
>

const PERMANENT: ReadonlySet<FailureCode> = new Set([
  'repository-missing',
  'repository-empty',
  'branch-missing',
  'document-root-missing',
])

/** A job that ended badly. `log` may hold secrets: {@link redact} it before it goes anywhere. */
export class JobFailure extends Error {
  override name = 'JobFailure'
  readonly code: FailureCode
  readonly log: string
  constructor(code: FailureCode, log = '') {
    super(code)
    this.code = code
    this.log = log
  }
  get permanent(): boolean {
    return PERMANENT.has(this.code)
  }
}
