/** Units and the words of numbers that a person reads at a glance. */

export const units = {
  unknown: '…',
  milliseconds: 'ms',
  seconds: 's',
  minutes: 'min',
  hours: 'h',
  kilobytes: 'kB',
  megabytes: 'MB',
  gigabytes: 'GB',
  absent: 'absent',
} as const;
