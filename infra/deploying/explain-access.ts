/** Errors of the SDK and AWS without valid credentials. */
const NO_CREDENTIALS = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
])

/** What to do when AWS denies access; any other error is thrown again. */
export function explainAccess(error: unknown): string {
  if (!(error instanceof Error)) throw error
  if (NO_CREDENTIALS.has(error.name)) {
    return `There are no valid AWS credentials (${error.name}): log in (aws sso login, aws configure), or set AWS_PROFILE to a profile.`
  }
  if (error.name.startsWith('AccessDenied')) return `Your AWS credentials don't allow this: ${error.message}`
  throw error
}
