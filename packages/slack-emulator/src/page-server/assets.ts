import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export interface Asset {
  type: string
  body: string
}

const inPage = (name: string) => fileURLToPath(new URL(`../../page/${name}`, import.meta.url))

/** The page's files by path, its script and style sheets bundled. @throws what esbuild finds wrong */
export async function loadAssets(logo?: string): Promise<ReadonlyMap<string, Asset>> {
  const { outputFiles } = await build({
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
  const outputs = new Map(outputFiles.map(({ path, text }) => [path.endsWith('.css') ? '/page.css' : '/page.js', text]))
  const read = (name: string) => readFile(inPage(name), 'utf8')
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', body: await read('index.html') }],
    ['/page.js', { type: 'text/javascript; charset=utf-8', body: outputs.get('/page.js') ?? '' }],
    ['/page.css', { type: 'text/css; charset=utf-8', body: outputs.get('/page.css') ?? '' }],
    ['/logo.svg', { type: 'image/svg+xml', body: logo ?? (await read('logo.svg')) }],
  ])
}
