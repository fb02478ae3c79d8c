// @hookflo/tern, which takes a `Request`. A request can be read once, so each call makes one, as its adapters do.

import { getPlatformAlgorithmConfig, WebhookVerificationService } from '@hookflo/tern';

/** Tern knows the format of Standard Webhooks only with Svix's header fields, but it accepts other names. */
function standard() {
  const { signatureConfig } = getPlatformAlgorithmConfig('clerk');
  return {
    platform: 'clerk',
    signatureConfig: {
      ...signatureConfig,
      headerName: 'webhook-signature',
      timestampHeader: 'webhook-timestamp',
      customConfig: { ...signatureConfig.customConfig, idHeader: 'webhook-id' },
    },
  };
}

const CONFIGS = {
  github: () => ({ platform: 'github' }),
  stripe: () => ({ platform: 'stripe' }),
  standard,
};

export function tern(sender, secret) {
  const config = CONFIGS[sender] && { ...CONFIGS[sender](), secret, toleranceInSeconds: 300 };
  if (!config) return {};
  const call = async (body, headers) => {
    const request = new Request('https://receiver.example.com/webhook', { method: 'POST', headers, body });
    return (await WebhookVerificationService.verify(request, config)).isValid;
  };
  return { tern: [call, 'async'] };
}
