# Finds the stack of a repository by the rules in $table (stacks.json). Input: {"paths": ["a.txt", "b/", …], "files": {"a.txt": "…"}}, for a pull
# request's site also `"review": true`.
# Output: the stack, if one is found, with `file`, which it was detected by, and `label`, its name with the major version; and `services`,
# each with its `id` and the file that asks for it; and `absent`, names of what it uses that machines don't have. Without a stack, `only` is the directory of the one app below, if there's just one.
# src/site/stack.ts, src/site/services.ts, and src/site/only-app.ts do the same.
def object: if type == "object" then . else {} end;
def parsed($name): .files[$name] // "" | (try fromjson catch {}) | object;
def npm: parsed("package.json") | (.dependencies | object) + (.devDependencies | object);
def composer: parsed("composer.json") | (.require | object);
def scripts: parsed("package.json") | .scripts | object;
# The script `start`, or the one that it only runs.
def start: scripts as $scripts | ($scripts.start | if type == "string" then . else "" end) as $start
  | [$start | capture("^(npm run|(yarn|pnpm)( run)?|bun run) (?<name>[A-Za-z0-9_:.-]+)$") | $scripts[.name] | strings | select(. != "")][0] // $start;
# (?m): ^ is the beginning of a line.
def has($file; $pattern; $flags): .files[$file] // "" | . != "" and test("(?m)" + $pattern; $flags);

# The file that shows that one of these names is declared; null when none does.
def declaring($kind; $names): . as $repository
  | ($names | join("|")) as $any
  | def says($file; $pattern): if $pattern == null then false else $pattern | split("NAME") | join("(\($any))") as $named | $repository | has($file; $named; "i") end;
  [$table.declared[$kind] | to_entries[] | select(says(.key; .value) and (says(.key; $table.itself[.key]) | not)) | .key] | first;

# The first of these files that its pattern matches; null when none does.
def matching($patterns): . as $repository
  | [$patterns | to_entries[] | select(. as $at | $repository | has($at.key; $at.value; "")) | .key] | first;

# The file by which a condition holds; null when it doesn't.
def detected($condition; $stack): . as $repository
  | start as $start
  | [
      (if $condition.npm then if npm as $has | any($condition.npm[]; $has[.] != null) then "package.json" else null end else empty end),
      (if $condition.composer then if composer as $has | any($condition.composer[]; $has[.] != null) then "composer.json" else null end else empty end),
      (if $condition.gem then declaring("gem"; $condition.gem) else empty end),
      (if $condition.python then declaring("python"; $condition.python) else empty end),
      (if $condition.go then declaring("go"; $condition.go) else empty end),
      (if $condition.matches then matching($condition.matches) else empty end),
      (if $condition.stack then if $condition.stack | index($stack.id) then $stack.file else null end else empty end),
      (if $condition.script then if scripts as $has | all($condition.script[]; $has[.] != null) then "package.json" else null end else empty end),
      (if $condition.start then if ($start | test($condition.start)) then "package.json" else null end else empty end),
      (if $condition.paths then if $condition.paths - $repository.paths == [] then $condition.paths[0] else null end else empty end)
    ]
  | if all(.[]; . != null) then .[0] else null end;

def version($package): if $package == null then null else
    ((npm + composer)[$package] | if type == "string" then (capture("(?<major>[0-9]+)") | .major) else null end) // null
  end;

# For a pull request's site, `environments.review` replaces them.
def addons: .review as $review | parsed("app.json")
  | ((if $review then .environments | object | .review | object | .addons else null end) // .addons) | if type == "array" then .[] else empty end
  | if type == "object" then .plan else . end | strings | ascii_downcase;

# The file in which the repository itself asks for the service; null when none does.
def asking($service; $stack): . as $repository
  | [(if any(addons; . as $addon | any($service.addons[]; . as $name | $addon | startswith($name))) then "app.json" else empty end),
     ($service.any[] | . as $condition | $repository | detected($condition; $stack) | values)] | first;

def services($stack): . as $repository
  | [$table.services[] | . as $service | {id, kind, file: ($repository | asking($service; $stack)), hint: ($repository | declaring("image"; $service.images))}]
  | any(.[]; .kind == "database" and .file != null) as $hasDatabase
  | [.[] | .file = (.file // if .kind == "database" and $hasDatabase then null else .hint end) | select(.file != null) | {id, file}];

# The directory of the only app below; null when there are none or several, or the top itself is an app of a kind that isn't known.
# What is inside another one belongs to that.
def only: $table.below as $below | .paths as $paths
  | ($below.apps + if $paths - $below.containers == $paths then $below.pages else [] end) as $names
  | if any($paths[]; test($below.unknown)) then [] else $paths end
  | map(select(test($below.places)) | split("/") | select(.[-1] as $name | $names | index([$name])) | .[:-1] | join("/"))
  | unique | sort_by(length)
  | reduce .[] as $at ([]; if any(.[]; . as $kept | $at | startswith($kept + "/")) then . else . + [$at] end)
  | if length > 1 then map(select(test($below.aside) | not)) else . end
  | if length == 1 then .[0] else null end;

. as $repository
| ([$table.stacks[] | . as $stack | ([$stack.any[] | . as $condition | $repository | detected($condition; {}) | values] | first) as $file
    | select($file != null)
    | ($repository | version($stack.version)) as $major
    | del(.any) + {file: $file, label: ([$stack.name, $major] | map(values) | join(" "))}] | first) as $stack
| ($stack // (if .paths | index(["Procfile"]) then {} else {only: only} end)) + {services: services($stack // {}),
  absent: [$table.absent[] | select(any(.any[]; . as $condition | $repository | detected($condition; {}) != null)) | .name]}
