const SVG = 'http://www.w3.org/2000/svg'

/** Drawn on 20 by 20, in the colour of the text. */
const PATHS = {
  bolt: 'M11 2 4.500 11.500H9L8.500 18 15.500 8.300H11z',
  send: 'M3 4.200v4.600l8 1.200-8 1.200v4.600c0 .6.6.9 1.100.700l13-5.800a.55.55 0 0 0 0-1L4.100 3.500C3.600 3.300 3 3.600 3 4.200z',
  cross: 'm5 5 10 10M15 5 5 15',
  dots: 'M10 4.800v.01M10 10v.01M10 15.200v.01',
  reply:
    'M17 9.500c0 3.300-3.100 6-7 6-1 0-2-.2-2.900-.5L3.500 16.500l1-3.100A5.600 5.600 0 0 1 3 9.500c0-3.300 3.100-6 7-6s7 2.700 7 6z',
  eye: 'M2 10s3-5.500 8-5.500S18 10 18 10s-3 5.500-8 5.500S2 10 2 10zm10.300 0a2.300 2.300 0 1 1-4.600 0 2.300 2.300 0 0 1 4.600 0z',
  menu: 'M3 5.500h14M3 10h14M3 14.500h14',
  clock: 'M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM10 6v4.200l2.800 1.800',
} as const

const FILLED: ReadonlySet<string> = new Set(['bolt', 'send'])

/** An ornament: what it stands for must be said in words as well. */
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
