/** Copies an address that opens the page with the set-up as it is now. */
import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { copyLink as words } from '../words/app';
import { sentenceOf } from './sentence';
import { linkToSetup } from './setup-address';

const SAID_MS = 4000;

export function CopyLink() {
  const [said, setSaid] = useState<string | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(await linkToSetup());
      setSaid(words.copied);
    } catch (error) {
      setSaid(words.failed(sentenceOf(error)));
    }
    setTimeout(() => setSaid(null), SAID_MS);
  };
  return (
    <>
      <Button variant="default" onClick={() => void copy()}>
        {words.copy}
      </Button>
      <Text size="sm" c="dimmed" role="status">
        {said}
      </Text>
    </>
  );
}
