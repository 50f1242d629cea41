/** What a commit may have caused, and so another one may mend. */
const mendable = [
  'branch-missing',
  'document-root-missing',
  'app-directory-missing',
  'repository-empty',
  'clone-failed',
  'lfs-missing',
  'submodule-missing',
  'environment-missing',
  'build-failed',
  'build-out-of-memory',
  'build-too-slow',
  'service-failed',
  'start-missing',
  'procfile-invalid',
  'start-failed',
  'start-out-of-memory',
  'release-failed',
  'release-out-of-memory',
  'packages-failed',
  'job-too-slow',
] as const

/** Why a step or a job can fail. The views have a text for each. */
export const failureReasons = [
  ...mendable,
  'repository-missing',
  'repository-forbidden',
  'repository-archived',
  'deploy-keys-disabled',
  'webhooks-full',
  'code-host-denied',
  'code-host-not-installed',
  'nginx-refused',
  'machine-gone',
  'image-missing',
  'archive-missing',
  'image-failed',
  'image-too-slow',
  'no-capacity',
  'size-unfit',
  'machine-not-starting',
  'machine-not-stopping',
  'machine-not-terminating',
  'machine-not-answering',
  'job-not-begun',
  'no-result',
  'branch-deleted',
  'supervisor-failed',
  'busy',
  'invalid-input',
  'unexpected',
] as const
export type FailureReason = (typeof failureReasons)[number]

/** Those of a set-up that a push has tried again. */
export const pushMends: ReadonlySet<string> = new Set(mendable)

/** Records keep reasons as text; an unknown one counts as unexpected. */
export function knownReason(reason: string): FailureReason {
  return failureReasons.find((known) => known === reason) ?? 'unexpected'
}

/** Would a machine with more memory help? */
export function isOutOfMemory(reason: string | undefined): boolean {
  return reason?.endsWith('-out-of-memory') === true
}
