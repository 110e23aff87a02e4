/** Whether the visitor has opted out by Global Privacy Control or Do Not Track. A site cannot overrule it. */
export function visitorOptedOut(): boolean {
  return Boolean(navigator.globalPrivacyControl) || navigator.doNotTrack === '1';
}
