import type { Id } from './generated/ids.js';
import { read } from './internal/read.js';
import type { Input } from './types/input.js';

export type Named = Input & { readonly name: Id };

export const verify = (input: Named): string => read(input);
