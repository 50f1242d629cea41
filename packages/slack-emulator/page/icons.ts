const SVG = 'http://www.w3.org/2000/svg'

/** Drawn on 20 by 20, in the colour of the text. */
const PATHS = {
  bolt: 'M11 2 4.5 11.5H9L8.5 18 15.5 8.3H11z',
  send: 'M3 4.2v4.6l8 1.2-8 1.2v4.6c0 .6.6.9 1.1.700l13-5.8a.55.55 0 0 0 0-1L4.1 3.5C3.6 3.3 3 3.6 3 4.2z',
  cross: 'm5 5 10 10M15 5 5 15',
  dots: 'M10 4.8v.01M10 10v.01M10 15.2v.01',
  reply: 'M17 9.5c0 3.3-3.1 6-7 6-1 0-2-.2-2.9-.5L3.5 16.5l1-3.1A5.6 5.6 0 0 1 3 9.5c0-3.3 3.1-6 7-6s7 2.7 7 6z',
  eye: 'M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10zm10.3 0a2.3 2.3 0 1 1-4.6 0 2.3 2.3 0 0 1 4.6 0z',
  menu: 'M3 5.5h14M3 10h14M3 14.5h14',
  clock: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 6v4.2l2.8 1.8',
} as const

const FILLED: ReadonlySet<string> = new Set(['bolt', 'send'])

/** Hidden from screen readers: give its meaning as text, too. */
export function iconOf(name: keyof typeof PATHS): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  const path = document.createElementNS(SVG, 'path')
  svg.setAttribute('viewBox', '0 0 20 20')
  svg.setAttribute('class', FILLED.has(name) ? 'icon filled' : 'icon')
  svg.setAttribute('aria-hidden', 'true')
  path.setAttribute('d', PATHS[name])
  svg.append(path)
  return svg
}
