import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import * as z from 'zod'

const text = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      license: z.string().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      dev: z.boolean().optional(),
      inBundle: z.boolean().optional(),
      link: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
    }),
  ),
})

/** Licences under which we may use, change and hand on what there is, without having to publish what is ours. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'PSF-2.0',
  'Unlicense',
  '(MIT OR CC0-1.0)',
  '(ISC AND CC-BY-3.0)',
])
/** Besides, for what only our tools and tests use, unchanged. */
const ALLOWED_FOR_TOOLS = new Set([...ALLOWED, '(MIT OR GPL-3.0-or-later)', 'MPL-2.0'])
/** Tests alone run it, unchanged, and nothing that is deployed or handed on contains it: the judge of IAM policies. */
const AGPL_FOR_TESTS = new Set(
  ['iam-policy', 'iam-simulate', 'iam-utils'].map((name) => `infra/node_modules/@cloud-copilot/${name}`),
)

/** Each has a lock file: the top, with what `npm start` and `npm test` need, and what few people install. */
const FOLDERS = ['', 'infra/', 'src/cli/mcp/', 'test/', 'tools/']

describe('what we depend on', () => {
  const isOurs = (path: string) => path === '' || path.startsWith('packages/')
  const all = FOLDERS.flatMap((folder) => {
    const { packages } = lockSchema.parse(JSON.parse(text(`${folder}package-lock.json`)))
    return Object.entries(packages)
      .filter(([path, { link }]) => !isOurs(path) && link !== true)
      .map(([path, found]) => [folder + path, found] as const)
  })

  it('has a licence that we may use', () => {
    const others = all.filter(([path, { license = '', dev = false }]) => {
      if (dev && AGPL_FOR_TESTS.has(path)) return license !== 'AGPL-3.0-or-later'
      return !(dev || !/^(?:src\/cli\/mcp\/)?node_modules\//.test(path) ? ALLOWED_FOR_TOOLS : ALLOWED).has(license)
    })
    assert.deepEqual(
      others.map(([path, { license }]) => `${path}: ${license}`),
      [],
    )
  })

  /** Those in a bundle come with the package that bundles them. */
  const fetched = all.filter(([, { inBundle }]) => inBundle !== true)

  it('comes from the public registry, and nowhere else', () => {
    const elsewhere = fetched.filter(([, { resolved }]) => resolved?.startsWith('https://registry.npmjs.org/') !== true)
    assert.deepEqual(
      elsewhere.map(([path]) => path),
      [],
    )
  })

  it('runs by its checksum, on every platform', () => {
    assert.ok(fetched.length > 400)
    const unchecked = fetched.filter(([, { integrity }]) => integrity?.startsWith('sha512-') !== true)
    assert.deepEqual(
      unchecked.map(([path]) => path),
      [],
    )
  })

  it('asks for no install script but of two that do without: docs/supply-chain.md', () => {
    const scripted = all.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path)
    assert.deepEqual(scripted, ['node_modules/classic-level', 'node_modules/esbuild'])
  })

  it('has a line that says what for', () => {
    const listed = text('docs/dependencies.md')
    const names = z.record(z.string(), z.string()).default({})
    const manifest = z.object({ dependencies: names, devDependencies: names })
    const given = FOLDERS.flatMap((folder) => {
      const { dependencies, devDependencies } = manifest.parse(JSON.parse(text(`${folder}package.json`)))
      return Object.keys({ ...dependencies, ...devDependencies })
    })
    const missing = given.filter((name) => {
      // `@octokit/rest, auth-app` and `@aws-sdk/client-ec2, -ssm` name several at once; types come with what they are of.
      const [, short = name] = /([^/]+)$/.exec(name) ?? []
      return !name.startsWith('@types/') && !listed.includes(short) && !listed.includes(short.replace('client', ''))
    })
    assert.deepEqual(missing, [])
  })

  it('holds emulators at one version each', () => {
    for (const line of text('tools/test-aws.sh').match(/^\s*[a-z]+(\[[a-z,0-9]+\])?==.*$/gm) ?? []) {
      assert.match(line, /==\d+(\.\d+)+/)
    }
    assert.match(text('tools/test-aws.sh'), /moto(\[[^\]]*\])?==\d/)
    assert.match(text('tools/test-aws.sh'), /ministack==\d/)
  })
})
