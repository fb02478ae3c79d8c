export const document = (results) => JSON.stringify(results, null, 1);
