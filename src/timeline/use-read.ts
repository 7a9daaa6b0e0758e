/** What a person asked for last, of what takes a moment to read. */

import { useEffect, useEffectEvent, useState } from 'react';
import { sentenceOf } from '../app/sentence';

/**
 * Reads anew whenever `key` changes. What was read before stays until then; an answer to an older question is dropped.
 * @param read null: nothing is asked for
 */
export function useRead<T>(key: string | null, read: () => Promise<T>): { value: T | null; failure: string | null } {
  const [state, setState] = useState<{ value: T | null; failure: string | null }>({ value: null, failure: null });
  const asked = useEffectEvent(read);
  useEffect(() => {
    if (key === null) return;
    let wanted = true;
    asked().then(
      (value) => wanted && setState({ value, failure: null }),
      (error: unknown) => wanted && setState({ value: null, failure: sentenceOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [key]);
  return key === null ? { value: null, failure: null } : state;
}
