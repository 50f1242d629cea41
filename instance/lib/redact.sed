# The same rules as in src/redact.ts.
# Colours, and other control characters than tabs.
s/\x1b\[[0-9;?]*[A-Za-z]//g
s/[\x01-\x08\x0b-\x1f\x7f]//g
# Credentials in addresses.
s/(:\/\/)[^[:space:]\/@]*@/\1***@/g
# Tokens of GitHub, Slack, AWS and the like by their beginnings, and whatever a name calls a secret.
s/(gh[pousr]_|github_pat_|xox[a-z]-|AKIA|ASIA|sk-)[A-Za-z0-9_-]{8,}/\1***/g
s/([Bb]earer|[Bb]asic) +[A-Za-z0-9._~+\/=-]{8,}/\1 ***/g
s/((password|passwd|passphrase|secret|token|api_?key)[a-z0-9_]*["']? *[:=] *["']?)[^][:space:]"',;&]+/\1***/gI
