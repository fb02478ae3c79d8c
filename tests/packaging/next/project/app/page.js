'use client';

import { createVerifier, explain, initExplain } from 'hookwright';
import { useEffect } from 'react';
import { receiveAll } from '../scenario.mjs';

export default function Page() {
  useEffect(() => {
    initExplain().then(() => {
      document.body.textContent = JSON.stringify(receiveAll({ createVerifier, explain }));
    });
  }, []);
  return <p>Receiving.</p>;
}
