import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

export interface BuiltPage {
  html: string
  script: string
  style: string
  logo: string
}

const inPage = (name: string) => fileURLToPath(new URL(`../../page/${name}`, import.meta.url))

/** The page, its script and style sheets bundled. No process of esbuild stays. @throws what esbuild finds wrong */
export function buildPage(): BuiltPage {
  const { outputFiles } = buildSync({
    entryPoints: [inPage('main.ts'), inPage('style/page.css')],
    entryNames: '[name]',
    outdir: '/',
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    logLevel: 'silent',
  })
  const output = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ''
  const read = (name: string) => readFileSync(inPage(name), 'utf8')
  return { html: read('index.html'), script: output('.js'), style: output('.css'), logo: read('logo.svg') }
}
