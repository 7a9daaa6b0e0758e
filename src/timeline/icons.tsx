/** Icons of the time line. */
import { icon } from '../app/icons';

export const StepBackIcon = icon(<path d="M17 5.5v13L8 12zM5.5 5.5v13" />);
export const StepIcon = icon(<path d="M7 5.5v13l9-6.5zM18.5 5.5v13" />);
export const LatestIcon = icon(<path d="M4 5.5v13l8-6.5zM12 5.5v13l8-6.5z" />);
export const PinIcon = icon(<path d="M9 3.5h6l-1 6 3.5 4h-11l3.5-4zM12 13.5v7" />);
