/** Why a step or a job can fail. The views have a text for each. */
export const failureReasons = [
  'repository-missing',
  'repository-forbidden',
  'repository-archived',
  'deploy-keys-disabled',
  'webhooks-full',
  'code-host-denied',
  'code-host-not-installed',
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
  'nginx-refused',
  'machine-gone',
  'image-missing',
  'archive-missing',
  'image-failed',
  'image-too-slow',
  'no-capacity',
  'machine-not-starting',
  'machine-not-stopping',
  'machine-not-terminating',
  'machine-not-answering',
  'job-too-slow',
  'job-not-begun',
  'no-result',
  'branch-deleted',
  'supervisor-failed',
  'busy',
  'invalid-input',
  'unexpected',
] as const
export type FailureReason = (typeof failureReasons)[number]

/** What another commit may mend. */
export const pushMends: ReadonlySet<string> = new Set<FailureReason>([
  'branch-missing',
  'document-root-missing',
  'app-directory-missing',
  'repository-empty',
  'clone-failed',
  'environment-missing',
  'build-failed',
  'build-out-of-memory',
  'build-too-slow',
  'service-failed',
  'start-missing',
  'procfile-invalid',
  'start-failed',
  'release-failed',
  'packages-failed',
  'job-too-slow',
])

/** Records keep reasons as text; an unknown one counts as unexpected. */
export function knownReason(reason: string): FailureReason {
  return failureReasons.find((known) => known === reason) ?? 'unexpected'
}

/** Would a machine with more memory help? */
export function isOutOfMemory(reason: string | undefined): boolean {
  return reason?.endsWith('-out-of-memory') === true
}
