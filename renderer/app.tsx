import { useEffect, useState } from 'react'
import { Sprite } from './components/icon.tsx'
import { createKeeper } from './data/keeper.ts'
import { LinkProvider } from './data/link.tsx'
import type { NotebookStore } from './data/notebook-file.ts'
import { openNotebook } from './data/open-notebook.ts'
import type { Link } from './engine.ts'
import { KindChooser } from './notebook/kind-chooser.tsx'
import { RenameDialog } from './notebook/rename-dialog.tsx'
import { RestartDialog } from './notebook/restart-dialog.tsx'
import { cameFromFile, trustOwn } from './notebook/trust.ts'
import { TrustDialog } from './notebook/trust-dialog.tsx'
import { Commands } from './palette/commands.tsx'
import { KeySheet } from './palette/key-sheet.tsx'
import { Palette } from './palette/palette.tsx'
import { useHistory } from './places/history.ts'
import { usePlaceKeys } from './places/place-keys.ts'
import { useWarmReader } from './places/warm.ts'
import { Shell } from './shell/shell.tsx'
import { themeInForce, useSettings } from './stores/settings.ts'

/** The page. Its engine and its notebook come from outside: the server's, or a test's own. */
export function App({ link, notebook }: { link: Link; notebook: NotebookStore }) {
  const [keeper] = useState(() =>
    createKeeper({
      store: notebook,
      online: () => link.state().state === 'open',
      autosave: () => useSettings.getState().autosave,
      hidden: () => document.hidden,
      onLeave,
      // A line that drops now is told by the status bar; what was typed is then asked about once more.
      saved: () => void trustOwn(link.engine).catch(() => {}),
      came: cameFromFile,
    }),
  )
  useTheme()
  useEffect(() => {
    void openNotebook(notebook, keeper)
    return () => keeper.stop()
  }, [notebook, keeper])
  return (
    <LinkProvider link={link}>
      <Sprite />
      <Commands keeper={keeper}>
        <Shell keeper={keeper} />
        <Places />
        <Palette />
        <KeySheet />
        <KindChooser />
        <RenameDialog />
        <TrustDialog />
        <RestartDialog />
      </Commands>
    </LinkProvider>
  )
}

/** The address bar, back and forward, and the letters that copy links and commands. */
function Places() {
  useHistory()
  usePlaceKeys()
  useWarmReader()
  return null
}

/** A page that is closed says so, and one that is put aside may be closed without a word. */
function onLeave(listener: () => void): () => void {
  const hidden = () => document.hidden && listener()
  document.addEventListener('visibilitychange', hidden)
  addEventListener('pagehide', listener)
  return () => {
    document.removeEventListener('visibilitychange', hidden)
    removeEventListener('pagehide', listener)
  }
}

/** Follows the system unless the viewer chose; canvas and Monaco learn of a change by `longview:theme`. */
function useTheme(): void {
  const theme = useSettings((settings) => settings.theme)
  useEffect(() => {
    const root = document.documentElement
    if (theme === 'system') delete root.dataset.theme
    else root.dataset.theme = theme
    const tell = () => dispatchEvent(new CustomEvent('longview:theme', { detail: themeInForce(theme) }))
    tell()
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', tell)
    return () => system.removeEventListener('change', tell)
  }, [theme])
}
