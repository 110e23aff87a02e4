let choice = location.search.match(/[?&]goalpost=(off|on)/)?.[1];
try {
  if (choice) localStorage.goalpost = choice;
  else choice = localStorage.goalpost;
} catch {
  // The browser stores nothing for this page.
}

/**
 * Whether the visitor has opted out: by Global Privacy Control or Do Not Track, which no site can overrule, or of this site
 * in this browser by an address with `?goalpost=off`, until one with `?goalpost=on`. Only then is anything stored.
 */
export const hasOptedOut = navigator.globalPrivacyControl || +navigator.doNotTrack! || choice === 'off';
