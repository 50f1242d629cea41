# The same rules as in src/redact.ts.
# Colours, and other control characters than tabs.
s/\x1b\[[0-9;?]{0,20}[A-Za-z]//g
s/[\x01-\x08\x0b-\x1f\x7f]//g
# Private keys: on one line, or the lines of one, of which the first may be cut off.
s/(-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----).+/\1***/g
s/^[ \t]{0,20}[A-Za-z0-9+\/]{60,100}={0,2}$/***/g
# Credentials in addresses, and addresses that are credentials themselves.
s/(:\/\/)[^[:space:]\/@]{1,300}@/\1***@/g
s/((hooks\.slack|discord|discordapp)\.com\/(services|workflows|triggers|api\/webhooks)\/)[A-Za-z0-9\/_-]+/\1***/g
# What browsers have once they've sent a site's password.
s/\b(testsite=)[A-Za-z0-9._-]{16,}/\1***/g
# Tokens of GitHub, GitLab, npm, Slack, AWS, Google, Stripe and the like by their beginnings, and JSON Web Tokens.
s/\b(gh[pousr]_|github_pat_|glpat-|xox[a-z]-|xapp-|AKIA|ASIA|AIza|sk-|[prs]k_live_|[rs]k_test_|whsec_|hf_|SG\.)[A-Za-z0-9_.-]{8,}/\1***/g
s/\b(npm_)[A-Za-z0-9]{16,}/\1***/g
s/\beyJ[A-Za-z0-9_.-]{16,}/***/g
s/\b([Bb]earer|[Bb]asic) {1,5}[A-Za-z0-9._~+\/=-]{8,}/\1 ***/g
s/(authorization["']? {0,5}[:=] {0,5}["']?(token|basic|bearer|digest|apikey) {1,5})[^[:space:]"',;]+/\1***/gI
# Whatever a name calls a secret: in quotes, or up to the next space.
s/((pass|password|passwd|passphrase|secret|token|api_?key|private_?key|[_-]key)([_-][a-z0-9_-]{0,40})?["']? {0,5}[:=] {0,5}")[^"]+/\1***/gI
s/((pass|password|passwd|passphrase|secret|token|api_?key|private_?key|[_-]key)([_-][a-z0-9_-]{0,40})?["']? {0,5}[:=] {0,5}')[^']+/\1***/gI
s/((pass|password|passwd|passphrase|secret|token|api_?key|private_?key|[_-]key)([_-][a-z0-9_-]{0,40})?["']? {0,5}[:=] {0,5})[^][:space:]"',;&]+/\1***/gI
