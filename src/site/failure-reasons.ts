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
  'release-failed',
  'packages-failed',
  'nginx-refused',
  'machine-gone',
  'image-missing',
  'no-capacity',
  'machine-not-starting',
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

/** Records keep reasons as text; an unknown one counts as unexpected. */
export function knownReason(reason: string): FailureReason {
  return failureReasons.find((known) => known === reason) ?? 'unexpected'
}
