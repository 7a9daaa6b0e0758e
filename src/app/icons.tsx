/** The few icons of the page, as line drawings on a 24 by 24 grid. */
import type { ReactNode } from 'react';

interface IconProps {
  /** Pixels. */
  size: number;
}

export const icon =
  (drawing: ReactNode) =>
  ({ size }: IconProps) => (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {drawing}
    </svg>
  );

export const PlayIcon = icon(<path d="M7 4.5v15L19.5 12z" fill="currentColor" />);
export const PauseIcon = icon(<path d="M8 5v14M16 5v14" strokeWidth={3} />);
export const StopIcon = icon(<rect x="5.5" y="5.5" width="13" height="13" rx="1.5" />);
export const ContinueIcon = icon(<path d="M4 5.5v13l9.5-6.5zM19 5.5v13" />);
export const FolderIcon = icon(
  <path d="M3 18V6.5a1.5 1.5 0 0 1 1.5-1.5H9l2.5 3h8A1.5 1.5 0 0 1 21 9.5V18a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 18z" />,
);
export const ClockIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.5V12l3 2" />
  </>,
);
export const CrossIcon = icon(<path d="M6 6l12 12M18 6L6 18" />);
export const BinIcon = icon(<path d="M4 7h16M9 7V4.5h6V7M6 7l1 13h10l1-13M10 11v5M14 11v5" />);
export const SaveIcon = icon(<path d="M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 19.5h14" />);
export const EyeIcon = icon(
  <>
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" />
    <circle cx="12" cy="12" r="2.8" />
  </>,
);
export const WarningIcon = icon(<path d="M12 4L2.8 20h18.4zM12 10v4M12 17v.01" />);
export const TickIcon = icon(<path d="M5 12.5l4.5 4.5L19 7.5" />);
export const MoonIcon = icon(<path d="M20 14.5A8.5 8.5 0 1 1 9.5 4 7 7 0 0 0 20 14.5z" />);
export const SunIcon = icon(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4" />
  </>,
);
export const FoldIcon = icon(<path d="M6 14.5l6-6 6 6" />);
export const BellIcon = icon(<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4" />);
export const MoreIcon = icon(<path d="M5 12h.01M12 12h.01M19 12h.01" strokeWidth={3.4} />);
