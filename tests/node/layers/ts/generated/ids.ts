export type Id = 'a' | 'b';
