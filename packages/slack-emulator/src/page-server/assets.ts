import { buildPage } from './build-page.ts'

export interface Asset {
  type: string
  body: string
}

/** The page's files by path. @throws what esbuild finds wrong */
export function loadAssets(ownLogo?: string): ReadonlyMap<string, Asset> {
  const { html, script, style, logo } = buildPage()
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', body: html }],
    ['/page.js', { type: 'text/javascript; charset=utf-8', body: script }],
    ['/page.css', { type: 'text/css; charset=utf-8', body: style }],
    ['/logo.svg', { type: 'image/svg+xml', body: ownLogo ?? logo }],
  ])
}
