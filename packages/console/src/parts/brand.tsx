/** The sign and the name of the program. */
export function Brand() {
  return (
    <span class="brand">
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <path d="M7 6v13h18V6M16 19v8" />
      </svg>
      Goalpost
    </span>
  );
}
