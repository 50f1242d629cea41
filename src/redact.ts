/**
 * What is taken out of texts that we did not write before anybody sees them: the rules of `instance/lib/redact.sed`, which does the same on
 * machines. A test keeps the two the same.
 */
export const redactions: readonly (readonly [RegExp, string])[] = [
  // Colours, and other control characters than tabs and line ends.
  // oxlint-disable-next-line no-control-regex
  [/\x1b\[[0-9;?]*[A-Za-z]/g, ''],
  // oxlint-disable-next-line no-control-regex
  [/[\x01-\x08\x0b-\x1f\x7f]/g, ''],
  [/(:\/\/)[^\s/@]*@/g, '$1***@'],
  [/(gh[pousr]_|github_pat_|xox[a-z]-|AKIA|ASIA|sk-)[A-Za-z0-9_-]{8,}/g, '$1***'],
  [/([Bb]earer|[Bb]asic) +[A-Za-z0-9._~+/=-]{8,}/g, '$1 ***'],
  [/((password|passwd|passphrase|secret|token|api_?key)[a-z0-9_]*["']? *[:=] *["']?)[^\]\s"',;&]+/gi, '$1***'],
]

/** Names of what nobody may see, whatever its value looks like. */
export const SECRET_NAME = /password|passwd|passphrase|secret|token|api_?key|authorization/i

const known = new Set<string>()

/** From now on these are taken out of every text of this process. */
export function hideSecrets(secrets: Iterable<string | undefined>): void {
  for (const secret of secrets) if (secret !== undefined && secret !== '') known.add(secret)
}

/** Without secrets that are known, or look like some; `others` are the caller's own. */
export function redact(text: string, others: readonly (string | undefined)[] = []): string {
  let shown = text
  for (const secret of [...known, ...others]) if (secret) shown = shown.replaceAll(secret, '***')
  for (const [pattern, replacement] of redactions) shown = shown.replace(pattern, replacement)
  return shown
}
