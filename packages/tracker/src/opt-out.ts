/** Whether the visitor's browser says not to: Global Privacy Control, or Do Not Track. A site cannot overrule it. */
export function visitorObjects(): boolean {
  return Boolean(navigator.globalPrivacyControl) || navigator.doNotTrack === '1';
}
