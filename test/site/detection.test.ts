import assert from 'node:assert/strict'
import { type Detection, detectionBelow, detectionOf, needsBuild } from '../../src/site/detection.ts'

const at = (paths: string[], files: Record<string, string> = {}) => detectionOf({ paths, files })
const next = JSON.stringify({ dependencies: { next: '15' } })
const vite = JSON.stringify({ devDependencies: { vite: '6' }, scripts: { build: 'vite build' } })

describe('what can be said of a repository', () => {
  const cases: [why: string, found: Detection, expected: Detection, needs: boolean][] = [
    [
      'pages',
      at(['public/', 'public/index.html']),
      { kind: 'static', label: 'HTML', file: 'public/index.html' },
      false,
    ],
    [
      'a program',
      at(['package.json'], { 'package.json': next }),
      { kind: 'program', label: 'Next.js 15', file: 'package.json' },
      true,
    ],
    [
      'a build',
      at(['package.json'], { 'package.json': vite }),
      { kind: 'built', label: 'Vite 6', file: 'package.json' },
      true,
    ],
    ['PHP', at(['index.php']), { kind: 'php', label: 'PHP', file: 'index.php' }, true],
    ['a Procfile', at(['Procfile']), { kind: 'procfile', label: 'Procfile', file: 'Procfile' }, true],
    ['a compose file', at(['docker-compose.yml']), { kind: 'container', label: '', file: 'docker-compose.yml' }, false],
    ['nothing', at(['README.md']), { kind: 'nothing', label: '', file: '' }, false],
    ['none', at([]), { kind: 'nothing', label: '', file: '' }, false],
  ]
  for (const [why, found, expected, needs] of cases) {
    it(`is known: ${why}`, () => {
      assert.deepEqual(found, expected)
      assert.equal(needsBuild(found), needs)
    })
  }

  it('names up to three directories with an app, the shallowest first, when there is none at the top', () => {
    const paths = ['apps/a/package.json', 'apps/b/go.mod', 'api/composer.json', 'web/index.html', 'web/package.json']
    const others = ['node_modules/x/package.json', '.github/package.json', 'a/b/c/package.json', 'vendor/x/index.php']
    assert.deepEqual(at([...others, ...paths]).elsewhere, ['api', 'web', 'apps/a'])
    assert.equal(at([...paths, 'index.php']).elsewhere, undefined)
  })

  it('is that of the only app below the top, if one is found there, with the databases of a compose file', () => {
    const compose = { 'compose.yaml': 'services:\n  db:\n    image: postgres:17\n' }
    const top = at(['compose.yaml', 'site/package.json'], compose)
    const below = { paths: ['package.json'], files: { 'package.json': next } }
    const { services, ...found } = detectionBelow(top, below)
    assert.deepEqual(found, { kind: 'program', label: 'Next.js 15', file: 'site/package.json' })
    assert.deepEqual(services, ['postgresql'])
    assert.equal(detectionBelow(top, { paths: ['package.json'], files: { 'package.json': '{}' } }), top)
    assert.equal(detectionBelow(top, undefined), top)
  })
})
