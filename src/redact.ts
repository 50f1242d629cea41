/**
 * What is taken out of texts that we did not write before anybody sees them: the rules of `instance/lib/redact.sed`, which does the same on
 * machines. A test keeps the two the same.
 */
export const redactions: readonly (readonly [RegExp, string])[] = [
  // Colours, and other control characters than tabs.
  // oxlint-disable-next-line no-control-regex
  [/\x1b\[[0-9;?]{0,20}[A-Za-z]/g, ''],
  // oxlint-disable-next-line no-control-regex
  [/[\x01-\x08\x0b-\x1f\x7f]/g, ''],
  // Private keys: on one line, or the lines of one, of which the first may be cut off.
  [/(-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----).+/g, '$1***'],
  [/^[ \t]{0,20}[A-Za-z0-9+/]{60,100}={0,2}$/gm, '***'],
  // Credentials in addresses, and addresses that are credentials themselves.
  [/(:\/\/)[^\s/@]{1,300}@/g, '$1***@'],
  [/((hooks\.slack|discord|discordapp)\.com\/(services|workflows|triggers|api\/webhooks)\/)[A-Za-z0-9/_-]+/g, '$1***'],
  // What browsers have once they've sent a site's password.
  [/\b(testsite=)[A-Za-z0-9._-]{16,}/g, '$1***'],
  // Tokens of GitHub, GitLab, npm, Slack, AWS, Google, Stripe and the like by their beginnings, and JSON Web Tokens.
  [
    /\b(gh[pousr]_|github_pat_|glpat-|xox[a-z]-|xapp-|AKIA|ASIA|AIza|sk-|[prs]k_live_|[rs]k_test_|whsec_|hf_|SG\.)[A-Za-z0-9_.-]{8,}/g,
    '$1***',
  ],
  [/\b(npm_)[A-Za-z0-9]{16,}/g, '$1***'],
  [/\beyJ[A-Za-z0-9_.-]{16,}/g, '***'],
  [/\b([Bb]earer|[Bb]asic) {1,5}[A-Za-z0-9._~+/=-]{8,}/g, '$1 ***'],
  [/(authorization["']? {0,5}[:=] {0,5}["']?(token|basic|bearer|digest|apikey) {1,5})[^\s"',;]+/gi, '$1***'],
  // Whatever a name calls a secret: in quotes, or up to the next space.
  [
    /((pass|password|passwd|passphrase|secret|token|api_?key|private_?key|[_-]key)([_-][a-z0-9_-]{0,40})?["']? {0,5}[:=] {0,5}")[^"]+/gi,
    '$1***',
  ],
  [
    /((pass|password|passwd|passphrase|secret|token|api_?key|private_?key|[_-]key)([_-][a-z0-9_-]{0,40})?["']? {0,5}[:=] {0,5}')[^']+/gi,
    '$1***',
  ],
  [
    /((pass|password|passwd|passphrase|secret|token|api_?key|private_?key|[_-]key)([_-][a-z0-9_-]{0,40})?["']? {0,5}[:=] {0,5})[^\]\s"',;&]+/gi,
    '$1***',
  ],
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
