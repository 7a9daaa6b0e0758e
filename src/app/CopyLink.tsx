/** Copies an address that opens the page with the set-up as it is now. */
import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { sentenceOf } from './sentence';
import { linkToSetup } from './setup-address';

const SAID_MS = 4000;

export function CopyLink() {
  const [said, setSaid] = useState<string | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(await linkToSetup());
      setSaid('Copied. Folders are not in it: each person chooses their own.');
    } catch (error) {
      setSaid(`The link could not be copied (${sentenceOf(error)}); it is the page’s address.`);
    }
    setTimeout(() => setSaid(null), SAID_MS);
  };
  return (
    <>
      <Button variant="default" onClick={() => void copy()}>
        Copy link
      </Button>
      <Text size="sm" c="dimmed" role="status">
        {said}
      </Text>
    </>
  );
}
