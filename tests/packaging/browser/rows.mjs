export const title = 'Chromium';
export const runtime = 'own';

export const rows = [{ name: 'import map, without a bundler', run: (project) => project.openFolder() }];
