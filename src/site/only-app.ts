import table from '../../instance/stacks.json' with { type: 'json' }

const { apps, pages, containers, ...patterns } = table.below
const places = new RegExp(patterns.places)
const aside = new RegExp(patterns.aside)
const unknown = new RegExp(patterns.unknown)

/**
 * The directory of the only app below the top; undefined when there are none or several, or the top itself is an app of a kind that
 * isn't known. For repositories without a stack at the top. `instance/lib/stack.jq` does the same on the machine.
 */
export function onlyApp(paths: readonly string[]): string | undefined {
  if (paths.some((path) => unknown.test(path))) return undefined
  const names = new Set(paths.some((path) => containers.includes(path)) ? apps : [...apps, ...pages])
  const directories = paths.flatMap((path) => {
    const parts = path.split('/')
    return places.test(path) && names.has(parts.pop() ?? '') ? parts.join('/') : []
  })
  const found = outermost(directories)
  const [only, ...others] = found.length > 1 ? found.filter((directory) => !aside.test(directory)) : found
  return others.length === 0 ? only : undefined
}

/** Without those that are inside another one. */
function outermost(directories: string[]): string[] {
  const kept: string[] = []
  for (const directory of [...new Set(directories)].toSorted((a, b) => a.length - b.length)) {
    if (!kept.some((outer) => directory.startsWith(`${outer}/`))) kept.push(directory)
  }
  return kept
}
