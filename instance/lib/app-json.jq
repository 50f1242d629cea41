# Heroku's app.json (https://devcenter.heroku.com/articles/app-json-schema), read with -Rs, as calls for bash. `$review`: for a pull
# request's site, where `environments.review` comes on top. `$part`: `env` or `postdeploy`.
def object: if type == "object" then . else {} end;
# Names that aren't set by this file are those of src/site/environment.ts.
def reserved: test("\\A(PORT|HOST|PATH|HOME|USER|LOGNAME|SHELL|LANG|TERM|RELEASE|SITE_URL|SITE_NAME|GIT_BRANCH|GIT_COMMIT|IFS|ENV|PWD|OLDPWD|SHLVL|SHELLOPTS|UID|EUID|PPID|_|BASH.*)\\z");
def is_name: test("\\A[A-Za-z_][A-Za-z0-9_]{0,127}\\z");
def is_text: type == "string" and (explode | index(0) | not) or type == "number" or type == "boolean";

# Heroku takes a variable without a value for required unless it says that it isn't.
def call: .key as $name | .value
  | if ($name | is_name | not) or ($name | reserved) then @sh "skip_variable \($name[:100])"
    elif is_text then @sh "offer_variable \($name) \(tostring)"
    elif type != "object" then @sh "skip_variable \($name)"
    elif .generator == "secret" then @sh "generate_variable \($name)"
    elif (.value | is_text) and .value != "" then @sh "offer_variable \($name) \(.value | tostring)"
    elif .required == false then empty
    else @sh "require_variable \($name)" end;

(try fromjson catch error("not valid JSON")) | object
| . as $app
| (if $review then .environments | object | .review | object else {} end) as $over
| if $part == "env" then ($app.env | object) + ($over.env | object) | to_entries[] | call
  else ($app.scripts | object) + ($over.scripts | object) | .postdeploy | strings end
