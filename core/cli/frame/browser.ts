import { spawn } from 'node:child_process'

/** The command that opens an address for a person, or null where there is nobody to look (no display). */
function opener(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): readonly string[] | null {
  if (platform === 'darwin') return ['open']
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler']
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : null
}

/** Opens the link in the person's browser. False where there is none, or it would not start. */
export function openBrowser(link: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const command = opener(env, process.platform)
  if (!command) return Promise.resolve(false)
  const [program, ...words] = command
  return new Promise((resolve) => {
    const child = spawn(program, [...words, link], { stdio: 'ignore', detached: true })
    child.on('error', () => resolve(false))
    child.on('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}
