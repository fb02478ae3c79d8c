export const listen = undefined;
