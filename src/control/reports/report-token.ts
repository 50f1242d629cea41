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
  const known = hashes.map((hash) => Buffer.from(hash, 'hex')).filter(({ length }) => length === given.length)
  return known.filter((one) => timingSafeEqual(one, given)).length > 0
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
