// @ts-check

/** Parts of Bolt that never run behind AwsLambdaReceiver, and the heaviest ones: servers, OAuth pages, WebSockets. */
export const NEVER_RUN = /^(?:express|@slack\/oauth|@slack\/socket-mode|raw-body|path-to-regexp)$/

/**
 * Puts an empty module in place of each that one of the filters matches.
 * @param {RegExp[]} filters
 * @returns {import('esbuild').Plugin}
 */
export const leaveOut = (...filters) => ({
  name: 'leave-out',
  setup({ onResolve, onLoad }) {
    for (const filter of filters) onResolve({ filter }, ({ path }) => ({ path, namespace: 'left-out' }))
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {}' }))
  },
})
