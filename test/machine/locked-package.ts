/** Files of a package of npm with a dependency of its own, in `fruit`, and a lock file. */
export function lockedPackage(scripts: Record<string, string>, more: object = {}): Record<string, string> {
  const own = { name: 'app', dependencies: { fruit: 'file:fruit' } }
  const fruit = { name: 'fruit', version: '1.0.0' }
  const packages = { '': own, fruit, 'node_modules/fruit': { resolved: 'fruit', link: true } }
  return {
    'package.json': JSON.stringify({ ...own, scripts, ...more }),
    'package-lock.json': JSON.stringify({ name: 'app', lockfileVersion: 3, requires: true, packages }),
    'fruit/package.json': JSON.stringify(fruit),
    'fruit/index.js': "module.exports = 'fruit'",
  }
}
