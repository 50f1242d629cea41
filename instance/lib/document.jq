# The input document as assignments for bash: `parts` names which of access, site, environment, members and logs are wanted.
def text: if type == "string" and (explode | index(0) | not) then . else error("no text") end;
def megabytes: if . == null then 1024 elif type == "number" and . >= 1 and . == floor then . else error("no size") end;
def flag: if type == "boolean" or . == null then (. // false | tostring) else error("no flag") end;

# For `webhook` (https://github.com/adnanh/webhook). A bad signature answers 403 only when the match stands inside an
# `or`, with soft failures allowed.
def hook($id; $message; $secret): {
  id: $id,
  "http-methods": ["POST"],
  "execute-command": "/bin/true",
  "response-message": $message,
  "trigger-signature-soft-failures": true,
  "trigger-rule-mismatch-http-response-code": 403,
  "trigger-rule": {or: [{match: {type: "payload-hmac-sha256", secret: $secret, parameter: {source: "header", name: "X-Hub-Signature-256"}}}]}
};
def hooks: [
  hook("ping"; "pong"; .webhookSecret),
  hook("other"; "ignored: not a push"; .webhookSecret),
  hook("push"; ""; .webhookSecret) + {
    "execute-command": "/opt/pokopoko/bin/on-push",
    "include-command-output-in-response": true,
    "pass-arguments-to-command": [
      {source: "string", name: .branch}, {source: "payload", name: "ref"}, {source: "payload", name: "deleted"},
      {source: "payload", name: "before"}, {source: "payload", name: "after"}
    ]
  }
];

# As in src/site/environment.ts.
def variables: .environment // {} | to_entries | map(
  if .key | test("\\A[A-Za-z_][A-Za-z0-9_]{0,127}\\z") then {key, value: (.value | text)} else error("no variable") end);
# Parts of logs that are hidden: not what is too short to be a secret.
def hidden: [.[].value | splits("\n")] | map(select(length > 5)) | unique | sort_by(-length);

def wants($part): $parts | contains(" \($part) ");

(if wants("access") then .access |
  @sh "ACCESS_USER=\(.user | text)", @sh "PASSWORD_HASH=\(.passwordHash | text)",
  @sh "SHARE_KEY=\(.shares.key // "" | text)", @sh "SHARE_IDS=\([.shares.ids // [] | .[] | text] | join(" "))"
  else empty end),
(if wants("site") then
  @sh "SITE_NAME=\(.site.name | text)", @sh "SITE_ID=\(.site.id | text)", @sh "CLONE_URL=\(.cloneUrl | text)",
  @sh "BRANCH=\(.branch | text)", @sh "DOCUMENT_ROOT=\(.documentRoot | text)", @sh "APP_DIRECTORY=\(.appDirectory // "" | text)",
  @sh "START_COMMAND=\(.startCommand // "" | text)", @sh "SHARED_DIRECTORIES=\([.sharedDirectories // [] | .[] | text] | join("\n"))",
  @sh "REVISION=\(.revision // 1 | tostring)",
  @sh "PULL_REQUEST=\(.pullRequest // "" | tostring)",
  @sh "WANTED_SERVICES=\(if .services then [.services[] | text, " "] | add // "none" else "" end)",
  @sh "SITE_URL=\(.site.url // "http://\(.site.name).localhost" | text)", @sh "WEBHOOK_SECRET=\(.webhookSecret | text)",
  @sh "TOKEN_URL=\(.cloneTokens.url // "" | text)", @sh "TOKEN_SECRET=\(.cloneTokens.secret // "" | text)",
  @sh "DEPLOY_KEY=\(.deployKey // "" | text)", @sh "SPA_FALLBACK=\(.spaFallback | flag)", @sh "HOOKS_JSON=\(hooks | tojson)",
  @sh "MAX_UPLOAD_MEGABYTES=\(.maxUploadMegabytes | megabytes)",
  @sh "REPORT_URL=\(.report.url // "" | text)", @sh "REPORT_TOKEN=\(.report.token // "" | text)",
  @sh "PICTURE_URL=\(.report.pictureUrl // "" | text)"
  else empty end),
(if wants("environment") then
  @sh "HAS_ENVIRONMENT=\(.environment != null)", (variables |
    @sh "ENVIRONMENT_SH=\(map("export \(.key)=\(.value | @sh)") | join("\n"))",
    @sh "HIDDEN_SH=\("secrets+=(\(hidden | @sh))")")
  else empty end),
(if wants("members") then
  @sh "SUDO=\(.sudo | flag)", @sh "KEEP_MEMBERS=\(.members == null)",
  @sh "MEMBER_LOGINS=(\([.members // [] | .[] | .login // .user | text]))",
  @sh "MEMBER_USERS=(\([.members // [] | .[].user | text]))",
  @sh "MEMBER_PUBLIC_KEYS=(\([.members // [] | .[].publicKeys | map(text) | join("\n")]))"
  else empty end),
(if wants("logs") then
  @sh "LOG=\(.log // "" | text)", @sh "LOG_LINES=\(.lines | tostring)", @sh "FOLLOW=\(.follow | flag)",
  @sh "AFTER=\(.after // "" | text)", @sh "UPLOAD=\(.upload // "" | text)"
  else empty end)
