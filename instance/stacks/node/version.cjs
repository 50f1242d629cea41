// Prints the version of Node to use instead of this one, where the project or its dependencies don't allow this: `version.cjs LOCK` in the
// directory of package.json, with nodejs.org's index.json as input. The newest with long-term support that fits, or the newest.
const { readFileSync } = require('fs')
const { dirname } = require('path')

// npm's own, which knows the ranges.
const semver = require(`${dirname(process.execPath)}/../lib/node_modules/npm/node_modules/semver`)
const [lock] = process.argv.slice(2)
const project = JSON.parse(readFileSync('package.json', 'utf8'))
const releases = JSON.parse(readFileSync(0, 'utf8'))
/** Older ones are for projects that ask for them: a dependency of then may well run on newer ones. */
const OLDEST = 18

const own = ranges([project.engines])
const used = ranges(enginesOf(project.dependencies))
const all = [...used, ...ranges(enginesOf(project.devDependencies))]
if (own.length > 0 && find(own) === undefined) {
  console.error(`No version of Node is ${own[0]}, as package.json asks for.`)
  process.exit(1)
}
// Not all that is locked fits together, as a tool that nobody uses any more.
const found = find([...own, ...all], OLDEST) ?? find([...own, ...used], OLDEST) ?? find(own)
if (found !== undefined && found !== process.version) console.log(found.slice(1))

/** The version of this process, if it fits. */
function find(wanted, oldest = 0) {
  const fits = (version) => wanted.every((range) => semver.satisfies(version, range))
  if (fits(process.version)) return process.version
  const fitting = releases.filter(({ version }) => semver.major(version) >= oldest && fits(version))
  const newest = (list) => semver.rsort(list.map(({ version }) => version))[0]
  return newest(fitting.filter(({ lts }) => lts)) ?? newest(fitting)
}

function ranges(engines) {
  return engines.flatMap(({ node } = {}) => (typeof node === 'string' && semver.validRange(node) ? node : []))
}

/** What these packages need, as npm and pnpm write it into their lock files. */
function enginesOf(dependencies) {
  const names = Object.keys(dependencies ?? {})
  const text = lock ? readFileSync(lock, 'utf8') : ''
  if (/package-lock|shrinkwrap/.test(lock)) {
    const { packages = {} } = JSON.parse(text)
    return names.flatMap((name) => packages[`node_modules/${name}`]?.engines ?? [])
  }
  if (!/pnpm-lock/.test(lock)) return []
  const found = text.matchAll(
    /^ {2}'?\/?((?:@[^@/\s]+\/)?[^@/\s]+)[@/]\d[^\n]*:\n(?: {4}.*\n)*? {4}engines: \{node: ('?)([^'},]+)\2/gm,
  )
  return [...found].flatMap(([, name, , node]) => (names.includes(name) ? { node } : []))
}
