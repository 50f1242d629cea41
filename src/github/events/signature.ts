import { verify } from '@octokit/webhooks-methods'

/** Does `x-hub-signature-256` sign that body with this secret? In constant time. */
export async function isSigned(secret: string, body: string, signature = ''): Promise<boolean> {
  // `verify` throws on empty arguments; without a secret anybody could sign.
  if (secret === '') throw new Error('The webhook has no secret')
  return body !== '' && signature !== '' && verify(secret, body, signature)
}
