/** What the SDK and AWS say when there is nobody to ask as. */
const NO_CREDENTIALS = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
])

/** What to do when AWS does not let us in; any other error is thrown again. */
export function explainAccess(error: unknown): string {
  if (!(error instanceof Error)) throw error
  if (NO_CREDENTIALS.has(error.name)) {
    return `No credentials for AWS that work (${error.name}): log in (aws sso login, aws configure), or name a profile in AWS_PROFILE.`
  }
  if (error.name.startsWith('AccessDenied')) return `The credentials may not look: ${error.message}`
  throw error
}
