import type { RepositoryFiles } from '../../site/stack.ts'

const START_PAGES = ['index.html', 'index.htm', 'index.php']

/**
 * The first of a stack's directories with a start page, or else the first that is there, as `find_published` in `instance/lib/stack.sh`
 * finds it; '' when there is none.
 */
export function publishedDirectory({ paths }: RepositoryFiles, candidates: readonly string[]): string {
  const directories = ['', ...paths.filter((path) => path.endsWith('/')).map((path) => path.slice(0, -1))]
  const there = candidates.flatMap((candidate) => directories.filter((directory) => fits(directory, candidate)))
  const hasStartPage = (directory: string) =>
    START_PAGES.some((page) => paths.includes(directory === '' ? page : `${directory}/${page}`))
  return there.find(hasStartPage) ?? there[0] ?? ''
}

/** `*` is any name. */
function fits(directory: string, candidate: string): boolean {
  const parts = directory.split('/')
  const wanted = candidate.split('/')
  return parts.length === wanted.length && wanted.every((part, index) => part === '*' || part === parts[index])
}
