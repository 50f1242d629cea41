# Finds the stack of a repository by the rules in $table (stacks.json). Input: {"paths": ["a.txt", "b/", …], "files": {"a.txt": "…"}}.
# Output: the stack with `file`, which told, and `label`, its name with the major version; or null.
def object: if type == "object" then . else {} end;
def parsed($name): .files[$name] // "" | (try fromjson catch {}) | object;
def npm: parsed("package.json") | (.dependencies | object) + (.devDependencies | object);
def composer: parsed("composer.json") | (.require | object);
def scripts: parsed("package.json") | .scripts | object;
def declared($kind): . as $repository
  | [$table.declared[$kind] | to_entries[] | {file: .key, pattern: .value, text: ($repository.files[.key] // "")}];

# The file that shows that one of these names is declared; null when none does.
def declaring($kind; $names):
  [declared($kind)[] | . as $at | $names[] | . as $name | ($at.pattern | gsub("NAME"; $name)) as $pattern | select(any($at.text | split("\n")[]; test($pattern; "i"))) | $at.file] | first;

# The file that tells that a condition holds; null when it doesn't.
def telling($condition): . as $repository
  | (scripts.start | if type == "string" then . else "" end) as $start
  | [
      (if $condition.npm then if npm as $has | any($condition.npm[]; $has[.] != null) then "package.json" else null end else empty end),
      (if $condition.composer then if composer as $has | any($condition.composer[]; $has[.] != null) then "composer.json" else null end else empty end),
      (if $condition.gem then declaring("gem"; $condition.gem) else empty end),
      (if $condition.python then declaring("python"; $condition.python) else empty end),
      (if $condition.script then if scripts as $has | all($condition.script[]; $has[.] != null) then "package.json" else null end else empty end),
      (if $condition.start then if ($start | test($condition.start)) then "package.json" else null end else empty end),
      (if $condition.paths then if $condition.paths - $repository.paths == [] then $condition.paths[0] else null end else empty end)
    ]
  | if all(.[]; . != null) then .[0] else null end;

def version($package): if $package == null then null else
    ((npm + composer)[$package] | if type == "string" then (capture("(?<major>[0-9]+)") | .major) else null end) // null
  end;

. as $repository
| [$table.stacks[] | . as $stack | ([$stack.any[] | . as $condition | $repository | telling($condition) | values] | first) as $file
    | select($file != null)
    | ($repository | version($stack.version)) as $major
    | del(.any) + {file: $file, label: ([$stack.name, $major] | map(values) | join(" "))}] | first
