import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A new secret with which one machine reports. Only the machine keeps it. */
export function newReportToken(): string {
  return randomBytes(32).toString('base64url')
}

/** For the record. The token is random and long, so that a plain hash reveals nothing. */
export function reportTokenHash(token: string): string {
  return digest(token).toString('hex')
}

/** Is it the token of one of these hashes? In constant time. */
export function isReportToken(token: string, hashes: readonly string[]): boolean {
  const given = digest(token)
  let isKnown = false
  for (const hash of hashes) {
    const known = Buffer.from(hash, 'hex')
    if (known.length === given.length && timingSafeEqual(known, given)) isKnown = true
  }
  return isKnown
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
