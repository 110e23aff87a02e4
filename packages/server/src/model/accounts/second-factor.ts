/** An app that shows codes (TOTP), and recovery codes for when it is lost. */
export interface SecondFactor {
  /** The app's secret, sealed with the secret key of the installation. */
  readonly sealed: string;
  /** The time step of the last code that was used: that code and older ones are void (RFC 6238, 5.2). */
  readonly lastStep: number;
  /** SHA-256 of each recovery code that has not been used, hex. */
  readonly recoveryHashes: readonly string[];
  /** Wrong codes that strangers gave with the right password since the last right one. */
  readonly wrongCodes: number;
}

/** A second factor that counts once its person has shown a code of it. */
export interface StartedFactor {
  readonly sealed: string;
  /** Milliseconds since 1970, UTC. */
  readonly expiresAt: number;
}
