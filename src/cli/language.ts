import { localeOf } from '../../views/text/for-locale.ts'

/** Of whoever reads the terminal: as POSIX has it, `LOCALE` where the terminal does not tell, else English. */
export function languageOf(env: NodeJS.ProcessEnv): 'en' | 'ja' {
  const own = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value !== undefined && value !== '')
  const says = own === undefined || /^(?:C|POSIX)(?:\.|$)/.test(own) ? env['LOCALE'] : own
  return localeOf(says ?? '')
}
