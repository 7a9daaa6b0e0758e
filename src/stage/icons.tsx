/** Icons of the stage's tools. */
import { icon } from '../app/icons';

export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const MinusIcon = icon(<path d="M5 12h14" />);
export const FitIcon = icon(<path d="M4 9V4.5h5M20 9V4.5h-5M4 15v4.5h5M20 15v4.5h-5" />);
export const BordersIcon = icon(
  <>
    <path d="M4 15c3-6 5 1 8-4s5-5 8-3" />
    <rect x="4" y="4" width="16" height="16" rx="2" />
  </>,
);
export const SwipeIcon = icon(<path d="M12 3.5v17M8 9l-3 3 3 3M16 9l3 3-3 3" />);
export const PaletteIcon = icon(
  <>
    <path d="M12 3.5a8.5 8.5 0 1 0 0 17c1.6 0 2-1 1.6-2.2-.5-1.5.3-2.6 1.9-2.6H18c1.6 0 2.5-1.3 2.5-3.2 0-5-3.8-9-8.5-9z" />
    <path d="M7.8 12v.01M10 8v.01M14.5 8v.01" strokeWidth={3} />
  </>,
);
export const KeyboardIcon = icon(
  <>
    <rect x="2.5" y="6" width="19" height="12" rx="2" />
    <path d="M6.5 10v.01M10.2 10v.01M13.8 10v.01M17.5 10v.01M8 14h8" />
  </>,
);
export const LayersIcon = icon(<path d="M12 4l9 4.5-9 4.5-9-4.5zM3.5 13l8.5 4.5 8.5-4.5" />);
