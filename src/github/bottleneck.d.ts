declare module 'bottleneck/light.js' {
  import Bottleneck from 'bottleneck'

  /** Without its Redis part: what Octokit's throttling is built on. */
  export default Bottleneck
}
