/** A road scene with two segments, one of them being looked for. */
export function Logo() {
  return (
    <svg width={28} height={28} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#12302b" />
      <path d="M0 22 L12 15 H20 L32 22 V25 a7 7 0 0 1 -7 7 H7 a7 7 0 0 1 -7 -7 Z" fill="#804080" />
      <rect x="5" y="8" width="9" height="9" rx="1.5" fill="#98fb98" />
      <rect x="16" y="6" width="11" height="12" rx="1.5" fill="none" stroke="#ffd43b" strokeWidth="2.2" />
    </svg>
  );
}
