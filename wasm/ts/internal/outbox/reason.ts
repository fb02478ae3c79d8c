import type { DeliveryAction } from '../../types/bullmq.js';

/** Why a delivery has ended after this action, as it is stored: the same with a dispatcher and with a relay. */
export function reasonOf({ action, reason }: Exclude<DeliveryAction, { readonly action: 'retry' }>): string {
  return action === 'disable' ? `disabled_${reason}` : reason;
}
